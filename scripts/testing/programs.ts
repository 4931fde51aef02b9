import { getBundle } from "../start/bundle.mjs";

/** How the set-up tells the tests in which folder its bundles are. */
export const PROGRAMS_VARIABLE = "ROUTELEDGER_TEST_PROGRAMS";

/** Processes and threads of tests, bundled with the product's own: one that compiled its sources itself would do so at every start. */
export const TEST_PROGRAMS = ["dying-drain-thread", "flushing-child", "recording-child"].map((name) => `lib/ledger/testing/${name}.ts`);

/** A program of the set-up's bundles, for plain Node. @param name as its source's, without `.ts` */
export function getProgram(name: string): string {
  const folder = process.env[PROGRAMS_VARIABLE];
  if (!folder) throw new Error("Nothing is bundled: run this with `npx vitest run --project 'integration*'`.");
  return getBundle(folder, name);
}
