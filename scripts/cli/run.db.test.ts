import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseApiKey, verifySecret } from "@/lib/accounts/api-key";
import { findApiKey } from "@/lib/accounts/keys/load-api-keys";
import { loadInstallationSecret } from "@/lib/accounts/secret";
import { signIn } from "@/lib/accounts/sign-in";
import { createTeam } from "@/lib/accounts/teams";
import { loadCatalog } from "@/lib/catalog/load-catalog";
import { createDb, type Db } from "@/lib/db";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { runCommandLine } from "./run";

let database: TestDatabase;
let db: Db;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "command-line-"));
});
beforeEach(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, 2);
  return async () => {
    await db.$disconnect();
    await database.drop();
  };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(line: string, variables: Record<string, string> = {}) {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCommandLine(line === "" ? [] : line.split(" "), {
    variables: { DATABASE_URL: database.url, ROUTELEDGER_DATA_DIR: join(folder, "data"), ...variables },
    folder,
    out: (text) => void out.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, out, notes };
}

describe("the command line", () => {
  test("leads from an empty installation to a key that works and a person who can sign in", async () => {
    expect(await run("teams create --slug acme --name Acme")).toMatchObject({ code: 0, out: [] });
    const early = await run("keys create --name batch");
    expect(early).toMatchObject({ code: 1, out: [], notes: ["Team: acme", expect.stringContaining("users create --team acme")] });

    const user = await run("users create --team acme --email Ada@acme.example --role owner");
    expect(user).toMatchObject({ code: 0, out: [expect.stringMatching(/^\w{20}$/)] });
    const secret = loadInstallationSecret({ dataDir: join(folder, "data"), fromEnv: undefined });
    const attempt = { email: "ada@acme.example", password: user.out[0] ?? "", address: "::1" };
    expect(await signIn(db, secret, attempt, new Date())).toHaveProperty("user");

    const created = await run("keys create --name batch");
    expect(created).toMatchObject({ code: 0, out: [expect.stringMatching(/^rl_live_/)] });
    const parsed = parseApiKey(created.out[0] ?? "");
    const stored = await findApiKey(db, parsed?.keyId ?? "");
    expect(verifySecret(stored, parsed?.secret ?? "", secret.peppers)).toBe(true);
    expect((await run("keys list")).out).toEqual([`${parsed?.keyId}\tactive\t…${created.out[0]?.slice(-4)}\tada@acme.example\tbatch\tcalls`]);

    expect(await run("keys revoke batch")).toMatchObject({ code: 0 });
    expect(await findApiKey(db, parsed?.keyId ?? "")).toHaveProperty("revokedAtMs", expect.any(Number));
    expect(await run("keys revoke batch")).toMatchObject({ code: 1, notes: ["Team: acme", expect.stringContaining("no active API key")] });
  });

  test("takes the only team of one's own, and asks where there are several", async () => {
    await createTeam(db, { slug: "demo", name: "Demo", demo: true });
    expect(await run("keys list")).toMatchObject({ code: 1, notes: [expect.stringContaining("there is no team yet")] });
    await createTeam(db, { slug: "one", name: "One" });
    expect(await run("keys list")).toEqual({ code: 0, out: [], notes: ["Team: one"] });
    await createTeam(db, { slug: "two", name: "Two" });
    expect(await run("keys list")).toMatchObject({ code: 1, notes: [expect.stringContaining("--team one|two")] });
    expect(await run("keys list --team demo")).toEqual({ code: 0, out: [], notes: [] });
    expect(await run("keys list --team tow")).toMatchObject({ code: 1, notes: ["there is no team with the slug tow; the nearest is two"] });
  });

  test("prints a link for a new password, which leads to where users reach us and is in the audit log", async () => {
    await run("teams create --slug acme --name Acme");
    await run("users create --email ada@acme.example --role owner");
    const { code, out } = await run("users reset-link Ada@acme.example", { NEXTAUTH_URL: "https://ledger.example.com" });
    expect({ code, out }).toEqual({ code: 0, out: [expect.stringMatching(/^https:\/\/ledger\.example\.com\/reset-password\/[\w-]{43}$/)] });
    expect(await db.auditEntry.findMany({ where: { action: "password link.created" } })).toMatchObject([{ subject: "ada@acme.example", actor: "operator" }]);
    expect(await run("users reset-link eve@acme.example")).toMatchObject({ code: 1, out: [] });
  });

  test("lets a known person join another team with the password they have", async () => {
    await createTeam(db, { slug: "one", name: "One" });
    await createTeam(db, { slug: "two", name: "Two" });
    await run("users create --team one --email bob@example.com --role member");
    expect(await run("users create --team two --email bob@example.com --role viewer")).toMatchObject({ code: 0, out: [] });
    expect(await run("users create --team two --email bob@example.com --role viewer")).toMatchObject({ code: 1, out: [] });
    const owned = await run("keys create --team one --name x --owner bob@example.com");
    expect(owned.notes.at(-1)).toContain("of bob@example.com");
    expect(await run("keys create --team one --name x --owner eve@example.com")).toMatchObject({ code: 1, out: [] });
  });

  test("asks which of two keys of one name is meant, and touches no other team's", async () => {
    for (const team of ["one", "two"]) {
      await run(`teams create --slug ${team} --name x`);
      await run(`users create --team ${team} --email ${team}@example.com --role owner`);
    }
    const keyIdOf = async (team: string) => parseApiKey((await run(`keys create --team ${team} --name same`)).out[0] ?? "")?.keyId ?? "";
    const [a, b, foreign] = [await keyIdOf("one"), await keyIdOf("one"), await keyIdOf("two")];
    expect((await run("keys revoke --team one same")).notes[0]).toMatch(new RegExp(`2 keys are called same.*(${a}|${b})`));
    expect(await run(`keys revoke --team one ${foreign}`)).toMatchObject({ code: 1 });
    expect(await findApiKey(db, foreign)).toHaveProperty("revokedAtMs", null);
    expect(await run(`keys revoke --team one ${a}`)).toMatchObject({ code: 0 });
  });
});

describe("apply", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8");
  const example = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  const keys = { DEEPINFRA_API_KEY: "canary-deepinfra-key", GROQ_API_KEY: "canary-groq-key", ANTHROPIC_API_KEY: "canary-anthropic-key" };

  test("takes the guide's whole file, shows it first without writing, and finds nothing to do the second time", async () => {
    writeFileSync(join(folder, "routeledger.yaml"), example);
    const team = await createTeam(db, { slug: "acme", name: "Acme" });
    const dry = await run("apply routeledger.yaml --dry-run", keys);
    expect(dry).toMatchObject({ code: 0, notes: ["Team: acme", "Dry run: nothing was written."] });
    expect((await loadCatalog(db)).get(team.id)?.providers.size).toBe(0);
    const done = await run("apply routeledger.yaml", keys);
    expect(done).toEqual({ code: 0, out: dry.out, notes: ["Team: acme"] });
    expect(done.out.at(-1)).toBe("21 created, 0 updated, 0 unchanged");
    const catalog = (await loadCatalog(db)).get(team.id);
    expect(catalog?.profiles.get("extract")?.tiers).toHaveLength(2);
    const support = catalog?.profiles.get("support");
    expect(support?.rules).toMatchObject({ strategy: "expected-cost", maxAttempts: 5, servedValuePico: 50_000_000_000n });
    expect(support?.tiers.map(({ rules }) => [rules.retries, rules.lastResort, rules.degraded])).toEqual([
      [0, false, false], [1, false, false], [1, false, true], [1, true, false],
    ]);
    expect(await run("apply routeledger.yaml --team acme", keys)).toEqual({ code: 0, out: ["0 created, 0 updated, 21 unchanged"], notes: [] });
    expect(JSON.stringify([dry, done])).not.toContain("canary");
  });

  test("refuses with file, line and reason, and writes nothing", async () => {
    const team = await createTeam(db, { slug: "acme", name: "Acme" });
    writeFileSync(join(folder, "bad.yaml"), example.replace("retries: 1", "retries: 99"));
    expect(await run("apply bad.yaml", { GROQ_API_KEY: "x", ANTHROPIC_API_KEY: "x" })).toMatchObject({
      code: 1, out: [], notes: ["Team: acme", "bad.yaml:6: the variable DEEPINFRA_API_KEY is not set in the environment, or empty"],
    });
    expect((await run("apply bad.yaml", keys)).notes.at(-1)).toMatch(/^bad\.yaml:\d+: profiles\[0\]\.tiers\[0\]\.retries must be/);
    expect((await loadCatalog(db)).get(team.id)?.providers.size).toBe(0);
    writeFileSync(join(folder, "latin1.yaml"), Buffer.from([0x61, 0xe9]));
    expect(await run("apply latin1.yaml")).toMatchObject({ code: 1, notes: [expect.stringContaining("latin1.yaml is not UTF-8 text")] });
    expect(await run("apply nowhere.yaml")).toMatchObject({ code: 1, notes: [expect.stringContaining("nowhere.yaml cannot be read")] });
  });
});

describe("profiles", () => {
  const FILE = `
providers: [{ slug: own, baseUrl: http://127.0.0.1:8000/v1 }]
endpoints: [{ provider: own, model: a }, { provider: own, model: b }]
profiles:
  - slug: extract
    note: NOTE
    strategy: cheapest
    tiers: [{ endpoint: own/a, retries: 1 }, { endpoint: own/b, caps: { usdPerDay: 2.50 } }]
`;
  const applyFile = async (text: string) => {
    writeFileSync(join(folder, "profiles.yaml"), text);
    expect(await run("apply profiles.yaml --team acme")).toMatchObject({ code: 0 });
  };

  test("are listed in their versions, compared in the file's words, and brought back", async () => {
    const { id: teamId } = await createTeam(db, { slug: "acme", name: "Acme" });
    await applyFile(FILE);
    expect(await run("profiles diff extract")).toMatchObject({ code: 1, out: [], notes: ["Team: acme", expect.stringContaining("none before it")] });
    const later = FILE.replace("NOTE", "Two tries").replace("cheapest", "ordered\n    stopOn: [529]").replace("retries: 1", "retries: 2, when: { utc: 22:00-06:00 }");
    await applyFile(later);
    const current = async () => (await loadCatalog(db)).get(teamId)?.profiles.get("extract");
    const second = await current();

    const { code, out } = await run("profiles versions extract");
    expect({ code, out: out.map((line) => line.split("\t").toSpliced(1, 1)) }).toEqual({
      code: 0, out: [["2", "current", "Two tries"], ["1", "-", "NOTE"]],
    });
    const difference = ["strategy cheapest → ordered", "stopOn [] → [529]", "own/a.retries 1 → 2", "own/a.when.utc 22:00-06:00"];
    expect(await run("profiles diff extract --team acme")).toEqual({ code: 0, out: difference, notes: ["That is what differs from version 1 to 2."] });
    expect((await run("profiles diff extract 1")).out).toEqual(difference);
    expect((await run("profiles diff extract 2 1")).out).toContain("own/a.when.utc 22:00-06:00 → none");
    expect((await run("profiles diff extract 2 2")).notes.at(-1)).toBe("Nothing differs from version 2 to 2.");

    expect((await run("profiles restore extract 1")).notes.at(-1)).toBe("The profile extract serves version 1, in place of 2.");
    expect(await current()).toMatchObject({ version: 1, rules: { strategy: "cheapest" }, tiers: [{ rules: { retries: 1 } }, {}] });
    expect((await run("profiles restore extract 1")).notes.at(-1)).toBe("The profile extract serves version 1, as before.");
    const entry = await db.auditEntry.findFirst({ where: { teamId }, orderBy: { id: "desc" } });
    expect(entry).toMatchObject({
      actor: "operator", action: "profile.updated", subject: "extract",
      before: { version: 2, strategy: "ordered" }, after: { version: 1, strategy: "cheapest" },
    });
    expect((await run("profiles restore extract 2")).code).toBe(0);
    expect(await current()).toEqual(second);
  });

  test("and versions that are not there are told, with what there is", async () => {
    await createTeam(db, { slug: "acme", name: "Acme" });
    await applyFile(FILE);
    expect(await run("profiles versions extrakt")).toMatchObject({ code: 1, out: [], notes: ["Team: acme", "There is no profile extrakt; the nearest is extract"] });
    for (const command of ["restore extract 2", "diff extract 2", "diff extract 1 2"]) {
      expect((await run(`profiles ${command}`)).notes.at(-1)).toBe("The profile extract has no version 2: its versions are 1 to 1");
    }
  });
});

describe("a database that cannot be used", () => {
  test("is told in one line: not there, wrong address, not migrated", async () => {
    const away = await run("keys list", { DATABASE_URL: "postgresql://u:canary@127.0.0.1:1/x" });
    expect(away).toMatchObject({ code: 1, out: [], notes: [expect.stringContaining("ECONNREFUSED")] });
    expect(away.notes.join()).not.toMatch(/canary|\n/);
    expect(await run("keys list", { DATABASE_URL: "mysql://x" })).toMatchObject({ code: 1, notes: [expect.stringContaining("postgresql://")] });
    const empty = await createEmptyDatabase();
    try {
      const at = { DATABASE_URL: empty.url };
      expect(await run("keys list", at)).toMatchObject({ code: 1, notes: [expect.stringContaining("migrate` first")] });
      expect((await run("migrate", at)).out.length).toBeGreaterThan(0);
      expect(await run("migrate", at)).toEqual({ code: 0, out: [], notes: ["Nothing to migrate."] });
    } finally {
      await empty.drop();
    }
  });

  test("closes a month, lists and verifies it, and refuses one that is still to come", async () => {
    await run("teams create --slug acme --name Acme");
    const closed = await run("reports close 2026-01");
    expect(closed).toMatchObject({ code: 0, out: [expect.stringMatching(/^2026-01\tv1\t0\t[0-9a-f]{64}$/)] });
    const hash = closed.out[0]?.split("\t")[3];
    expect((await run("reports verify 2026-01")).out).toEqual([expect.stringMatching(`^2026-01\tv1\t${hash}\tintact\tFOCUS [0-9a-f]{64}$`)]);
    expect((await run("reports list")).out.at(-1)).toBe("2026-01\tclosed\tv1\t0\t0\t0");
    expect(JSON.parse((await run("reports show 2026-01")).out[0] ?? "")).toMatchObject({ format: 1, month: "2026-01", zone: "UTC" });
    expect(await run("reports close 2999-01")).toMatchObject({ code: 1, notes: ["Team: acme", "January 2999 has not begun yet, so there is nothing to close"] });
    expect(await run("reports reopen 2026-01 --reason audit")).toMatchObject({ code: 0 });
    expect((await run("reports close 2026-01")).out[0]).toMatch(/^2026-01\tv2\t/);
    expect(await run("reports show 2026-01 --version 0")).toMatchObject({ code: 2 });
    expect(await run("reports correct swift/m --from 2026-01-01T00:00:00Z --to yesterday --input 1 --output 2 --preview")).toMatchObject({ code: 2 });
  });
});
