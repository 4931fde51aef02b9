import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url));
const shared = { resolve: { alias: { "@": root } } };

/** Files of a worker share the modules that they import, which takes most of the time otherwise. No test leaves one changed. */
const SHARING = { isolate: false };
/** Two at a time on two cores as well, where Vitest would leave one to itself. */
const PARALLEL = { ...SHARING, maxWorkers: 2, sequence: { groupOrder: 1 } };

/**
 * Database tests that need the machine to themselves: they start processes and judge times, or kill and freeze servers.
 * The others have databases or servers of their own, and run beside each other.
 */
const ALONE = [
  "scripts/{faults/faults,gateway,postgres/cluster,start,stop,workers}.db.test.ts",
  "lib/ledger/{kill,killed-postgres,threaded-drain}.db.test.ts",
  "lib/gateway/{aimock-slow,causes,guards,overload,revocation,slow-clients,stream}.db.test.ts",
];

/** A weak hash of passwords for what signs in again and again: by no setting, so that the product cannot be told to. */
const weakPasswords = { resolve: { alias: [{ find: "@", replacement: root }, { find: /^\.\/password-cost$/, replacement: `${root}lib/accounts/testing/password-cost.ts` }] } };

const database = {
  globalSetup: ["./scripts/testing/postgres.ts"],
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

/** What takes longest begins first, so that nobody waits for it alone at the end; Vitest knows sizes of files alone. */
const LONGEST = [
  "ledger/sick-postgres", "gateway/upstream-http", "gateway/upstream-status", "gateway/upstream-usage",
  "gateway/upstream-stream", "ledger/ledger", "accounts/accounts", "accounts/password", "journal/power-loss", "optimise/optimise",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.replace(/(\.db)?\.test\.tsx?$/, "").endsWith(name));
      return place === -1 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  ...shared,
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...shared,
        test: {
          ...PARALLEL,
          name: "unit",
          include: ["{app,lib,components,prisma,scripts,e2e,bench}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.db.test.ts"],
        },
      },
      {
        ...weakPasswords,
        test: { ...database, ...PARALLEL, name: "integration", include: ["{lib,prisma,scripts}/**/*.db.test.ts"], exclude: ALONE },
      },
      {
        ...weakPasswords,
        test: { ...database, name: "integration-alone", include: ALONE, ...SHARING, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
