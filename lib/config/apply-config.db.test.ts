import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCredentials } from "@/lib/accounts/credentials";
import { deriveSecret } from "@/lib/accounts/secret";
import { createTeam } from "@/lib/accounts/teams";
import { loadCatalog, readConfigVersion } from "@/lib/catalog/load-catalog";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { applyConfig, type ApplyOptions } from "./apply-config";
import { formatChanges } from "./format-changes";
import { ConfigRefused } from "./refusal";

const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date("2026-11-22T12:07:00Z");
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const addTeam = (slug: string) => createTeam(db, { slug, name: slug });

function apply(team: string, text: string, more: Partial<ApplyOptions> = {}) {
  const env = { KEY: "gsk_canary_0123456789" };
  return applyConfig(db, secret, { text, file: "our.yaml", team, dryRun: false, env, allowPrivate: true, now, ...more });
}

async function refusalsOf(applied: Promise<unknown>): Promise<string[]> {
  const error: unknown = await applied.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof ConfigRefused)) throw new Error(`was not refused: ${String(error)}`);
  return error.refusals;
}

/** Everything that an apply may write, but for the count of changes. */
async function everything() {
  const order = { orderBy: { id: "asc" } } as const;
  return JSON.stringify([
    await db.provider.findMany(order), await db.credential.findMany(order), await db.endpoint.findMany(order),
    await db.price.findMany(order), await db.priceStep.findMany(), await db.modelAlias.findMany(), await db.profile.findMany(order),
    await db.profileVersion.findMany(order), await db.tier.findMany(), await db.auditEntry.findMany(order),
  ], (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

const FILE = `
providers:
  - { slug: deepinfra, name: DeepInfra, baseUrl: https://api.deepinfra.example/v1, credential: \${KEY} }
  - { slug: own, baseUrl: "http://127.0.0.1:8000/v1/" }
endpoints:
  - { provider: deepinfra, model: meta/llama, upstreamModel: Llama-3.3, price: { input: "0.10", output: 0.32 }, contextTokens: 131072 }
  - { provider: own, model: meta/llama }
models:
  - { slug: meta/llama, aliases: [Meta-Llama/Llama-3.3] }
profiles:
  - slug: extract
    baseline: deepinfra/meta/llama
    timeouts: { connectMs: 2000 }
    tiers:
      - { endpoint: own/meta/llama, retries: 1 }
      - { endpoint: deepinfra/meta/llama }
`;

describe("applyConfig", () => {
  test("creates what the file names, and the second time nothing", async () => {
    const team = await addTeam("twice");
    const { changes } = await apply("twice", FILE);
    expect(formatChanges(changes)).toEqual([
      "+ provider deepinfra: name DeepInfra, dialect openai, baseUrl https://api.deepinfra.example/v1, privateAllowed true",
      "+ credential deepinfra: set",
      "+ provider own: name own, dialect openai, baseUrl http://127.0.0.1:8000/v1, privateAllowed true",
      "+ endpoint deepinfra/meta/llama: upstreamModel Llama-3.3, contextTokens 131072",
      "+ price deepinfra/meta/llama: input $0.10, output $0.32, validFrom 2026-11-22T12:00:00.000Z",
      "+ endpoint own/meta/llama: upstreamModel meta/llama",
      "+ alias Meta-Llama/Llama-3.3: model meta/llama",
      "+ profile extract: name extract, version 1, strategy ordered, timeouts.connectMs 2000, baseline deepinfra/meta/llama, "
        + "tiers [own/meta/llama, deepinfra/meta/llama], own/meta/llama.retries 1",
      "8 created, 0 updated, 0 unchanged",
    ]);
    const catalog = (await loadCatalog(db)).get(team.id);
    expect([...(catalog?.endpoints.keys() ?? [])]).toEqual(["deepinfra/meta/llama", "own/meta/llama"]);
    expect(catalog?.profiles.get("extract")?.tiers.map(({ endpoint, rules }) => [endpoint.name, rules.retries])).toEqual([
      ["own/meta/llama", 1], ["deepinfra/meta/llama", 0],
    ]);
    const deepinfra = catalog?.providers.get("deepinfra");
    expect((await loadCredentials(db, secret)).get(deepinfra?.id ?? "")).toEqual({ value: "gsk_canary_0123456789" });

    const [before, version] = [await everything(), await readConfigVersion(db)];
    expect(formatChanges((await apply("twice", FILE)).changes)).toEqual(["0 created, 0 updated, 8 unchanged"]);
    expect(await everything()).toBe(before);
    expect(await readConfigVersion(db)).toBe(version);
  });

  test("makes, changes and leaves alone budgets by their names, and says on which line one cannot be", async () => {
    await addTeam("budgets");
    const budgets = (amount: string) => `${FILE}budgets:
  - { name: All, amount: "${amount}", period: month, action: stop, thresholds: [80, 100] }
  - { name: Extract, profile: extract, amount: 5, period: day, rolling: true }
  - { name: Search, tag: feature=search, amount: 1.50, period: week, action: cheaper }
`;
    await apply("budgets", FILE);
    expect(formatChanges((await apply("budgets", budgets("250"))).changes).slice(-4)).toEqual([
      "+ budget All: name All, scope team, subject , amountUsd 250, period month, rolling false, thresholds [80%, 100%], action stop",
      expect.stringContaining("+ budget Extract: name Extract, scope profile"),
      "+ budget Search: name Search, scope tag, subject feature=search, amountUsd 1.5, period week, rolling false, thresholds [], action cheaper",
      "3 created, 0 updated, 8 unchanged",
    ]);
    const rows = async () => (await db.budget.findMany({ where: { team: { slug: "budgets" } }, orderBy: { id: "asc" } })).map(({ amountPico, ...row }) => ({ ...row, amountPico: `${amountPico}` }));
    const before = await rows();
    for (const same of [budgets("250"), FILE]) expect(formatChanges((await apply("budgets", same)).changes)).toEqual([expect.stringMatching(/^0 created, 0 updated/)]);
    const change = "~ budget All: amountUsd 250 → 300";
    expect(formatChanges((await apply("budgets", budgets("300"), { dryRun: true })).changes)[0]).toBe(change);
    expect(await rows()).toEqual(before);
    expect(formatChanges((await apply("budgets", budgets("300"))).changes)[0]).toBe(change);
    const wrong = `budgets:
  - { name: A, profile: extrakt, amount: 1, period: day }
  - { name: B, key: batch, amount: 1, period: day }
  - { name: C, tag: search, amount: 1, period: day }
  - { name: D, amount: 0, period: day }
  - { name: All, tag: a=b, amount: 1, period: day }
`;
    expect(await refusalsOf(apply("budgets", wrong))).toEqual([
      "our.yaml:2: there is no profile extrakt; the nearest is extract",
      "our.yaml:3: there is no API key batch",
      "our.yaml:4: Name the tag and its value as name=value, such as feature=search",
      "our.yaml:5: A budget is more than nothing",
      "our.yaml:6: The budget All is somebody else's: archive it under Budgets, or give this one another name",
    ]);
    expect(await refusalsOf(apply("budgets", "budgets: [{ name: A, key: a, tag: a=b, amount: 1, period: year }]"))).toEqual([
      "our.yaml:1: budgets[0].period must be day or week or month",
    ]);
  });

  test("updates what has changed, tells the difference, and leaves alone what the file does not name", async () => {
    await addTeam("update");
    await apply("update", FILE);
    const later = FILE.replace("0.32", "0.40").replace("connectMs: 2000", "connectMs: 3000").replace(/models:\n.*\n/, "");
    const { changes } = await apply("update", later, { env: { KEY: "gsk_canary_other" } });
    expect(formatChanges(changes)).toEqual([
      "~ credential deepinfra: changed",
      "~ price deepinfra/meta/llama: output $0.32 → $0.40, validFrom 2026-11-22T12:15:00.000Z",
      "~ profile extract: version 1 → 2, timeouts.connectMs 2000 → 3000",
      "0 created, 3 updated, 4 unchanged",
    ]);
    expect(await db.modelAlias.count({ where: { team: { slug: "update" } } })).toBe(1);
  });

  test("dates agreed prices in advance, ends them early and blames the line of what would reach into the past", async () => {
    await addTeam("agreed");
    const file = (lines: string) => `providers:\n  - { slug: p, baseUrl: https://p.example/v1 }\nendpoints:\n  - provider: p\n    model: m\n    price: { input: "5", output: "9" }\n    negotiated:\n${lines}`;
    const one = '      - { from: "2026-12-01T00:00Z", until: "2027-12-01", input: "3", output: "4.50", above: [{ promptTokens: 200000, input: "6" }] }\n';
    expect(formatChanges((await apply("agreed", file(one))).changes)).toContain(
      "+ agreed price p/m: input $3.00, output $4.50, steps [above 200000 tokens: input $6.00], from 2026-12-01T00:00:00.000Z, until 2027-12-01T00:00:00.000Z",
    );
    expect(formatChanges((await apply("agreed", file(one))).changes)).toEqual(["0 created, 0 updated, 4 unchanged"]);
    const shorter = await apply("agreed", file(one.replace("2027-12-01", "2027-06-01")));
    expect(formatChanges(shorter.changes)[0]).toBe("~ agreed price p/m: until 2027-12-01T00:00:00.000Z → 2027-06-01T00:00:00.000Z");
    expect(await refusalsOf(apply("agreed", file('      - { from: "2026-11-01", input: "3", output: "4" }\n      - { from: "2026-12-31T00:10Z", input: "3", output: "4" }\n')))).toEqual([
      expect.stringMatching(/^our\.yaml:8: an agreed price begins at 2026-11-22 12:15 UTC at the earliest/),
      expect.stringMatching(/^our\.yaml:9: an agreed price begins and ends on a quarter-hour/),
    ]);
    expect(await refusalsOf(apply("agreed", file('      - { from: 2026-02-31, til: x, input: "3", output: "4" }\n')))).toEqual([
      expect.stringMatching(/from must be a time such as/), expect.stringMatching(/til is not a field; the nearest is until/),
    ]);
  });

  test("as a dry run tells the same and writes nothing", async () => {
    await addTeam("dry");
    const [before, version] = [await everything(), await readConfigVersion(db)];
    const dry = await apply("dry", FILE, { dryRun: true });
    expect(await everything()).toBe(before);
    expect(await readConfigVersion(db)).toBe(version);
    expect(formatChanges((await apply("dry", FILE)).changes)).toEqual(formatChanges(dry.changes));
  });

  test("records every change once, as the operator's, without a secret", async () => {
    const { id: teamId } = await addTeam("audited");
    await apply("audited", FILE);
    const entries = await db.auditEntry.findMany({ where: { teamId } });
    expect(entries.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`).sort()).toEqual([
      "operator alias.created Meta-Llama/Llama-3.3",
      "operator credential.created deepinfra",
      "operator endpoint.created deepinfra/meta/llama",
      "operator endpoint.created own/meta/llama",
      "operator price.created deepinfra/meta/llama",
      "operator profile.created extract",
      "operator provider.created deepinfra",
      "operator provider.created own",
      "operator team.created audited",
    ]);
    expect(await everything()).not.toContain("canary");
  });

  test("by two at once is as by one after the other", async () => {
    const { id: teamId } = await addTeam("parallel");
    const results = await Promise.all([1, 2, 3].map(() => apply("parallel", FILE)));
    const created = results.map(({ changes }) => changes.filter(({ kind }) => kind === "created").length);
    expect(created.sort()).toEqual([0, 0, 8]);
    expect(await db.profileVersion.count({ where: { teamId } })).toBe(1);
  });

  test("may name what an earlier file created", async () => {
    await addTeam("parts");
    await apply("parts", FILE);
    const part = "endpoints: [{ provider: own, model: qwen }]\nprofiles: [{ slug: q, tiers: [{ endpoint: own/qwen }, { endpoint: own/meta/llama }] }]";
    expect(formatChanges((await apply("parts", part)).changes).at(-1)).toBe("2 created, 0 updated, 0 unchanged");
  });

  test("keeps a team's things from another team of the same names", async () => {
    const [one, two] = [await addTeam("tenant-a"), await addTeam("tenant-b")];
    await apply("tenant-a", FILE);
    const catalogs = await loadCatalog(db);
    expect(catalogs.get(one.id)?.endpoints.size).toBe(2);
    expect(catalogs.get(two.id)?.endpoints.size).toBe(0);
    expect(await refusalsOf(apply("tenant-b", "profiles: [{ slug: x, tiers: [{ endpoint: own/meta/llama }] }]"))).toEqual([
      "our.yaml:1: there is no endpoint own/meta/llama",
    ]);
  });
});

describe("a refused file writes nothing", () => {
  test.each<[what: string, change: (file: string) => string, refusals: string[]]>([
    ["an unknown endpoint in a tier", (file) => file.replace("own/meta/llama, retries", "own/meta/lama, retries"), ["our.yaml:15: there is no endpoint own/meta/lama; the nearest is own/meta/llama"]],
    ["an unknown baseline", (file) => file.replace("baseline: deepinfra/", "baseline: deepinfro/"), ["our.yaml:12: there is no endpoint deepinfro/meta/llama; the nearest is deepinfra/meta/llama"]],
    ["an unknown provider", (file) => file.replace("provider: own", "provider: owl"), ["our.yaml:7: there is no provider owl; the nearest is own"]],
    ["an alias of an unknown model", (file) => file.replace("slug: meta/llama", "slug: meta/lama"), ["our.yaml:9: No endpoint has the model meta/lama; the nearest is meta/llama"]],
    ["an alias of an alias", (file) => file.replace("profiles:", "  - { slug: Meta-Llama/Llama-3.3, aliases: [again] }\nprofiles:"), ["our.yaml:10: Meta-Llama/Llama-3.3 is an alias itself, of meta/llama: name that model"]],
    ["an alias that closes a cycle", (file) => file.replace("aliases: [", "aliases: [meta/llama, "), ["our.yaml:9: The alias meta/llama is a circle: it is the model itself"]],
    ["a base URL with a password", (file) => file.replace("https://api", "https://u:${KEY}@api"), ["our.yaml:3: The base URL must not contain a user name or password"]],
    ["a missing variable", (file) => file.replace("${KEY}", "${KEI}"), ["our.yaml:3: the variable KEI is not set in the environment, or empty"]],
    ["a negative price", (file) => file.replace("0.32", "-0.32"), ["our.yaml:6: endpoints[0].price.output must not be negative"]],
    ["two unknown endpoints", (file) => file.replaceAll("- { endpoint: ", "- { endpoint: x"), [
      "our.yaml:15: there is no endpoint xown/meta/llama; the nearest is own/meta/llama",
      "our.yaml:16: there is no endpoint xdeepinfra/meta/llama; the nearest is deepinfra/meta/llama",
    ]],
  ])("for %s", async (what, change, refusals) => {
    const slug = what.toLowerCase().replaceAll(" ", "-");
    await addTeam(slug);
    const before = await everything();
    expect(await refusalsOf(apply(slug, change(FILE)))).toEqual(refusals);
    expect(await everything()).toBe(before);
  });

  test("for a private address that nobody allowed", async () => {
    await addTeam("guarded");
    expect(await refusalsOf(apply("guarded", FILE, { allowPrivate: false }))).toEqual([
      "our.yaml:4: The base URL leads to a network address that is loopback",
    ]);
  });

  test("for a team that is not there, naming the nearest", async () => {
    await addTeam("nearby");
    expect(await refusalsOf(apply("nearbi", FILE))).toEqual(["our.yaml:1: there is no team with the slug nearbi; the nearest is nearby"]);
  });

  test("for a base URL that moves without its credential, and follows where it is given again", async () => {
    const team = await addTeam("moves");
    await apply("moves", FILE);
    const moved = FILE.replace("api.deepinfra.example", "evil.example");
    expect(await refusalsOf(apply("moves", moved.replace(", credential: ${KEY}", "")))).toEqual([
      "our.yaml:3: The base URL moves from https://api.deepinfra.example to https://evil.example, "
        + "and the stored credential was given for https://api.deepinfra.example only: give it again",
    ]);
    expect(formatChanges((await apply("moves", moved)).changes)).toEqual([
      "~ provider deepinfra: baseUrl https://api.deepinfra.example/v1 → https://evil.example/v1",
      "~ credential deepinfra: changed",
      "0 created, 2 updated, 6 unchanged",
    ]);
    const provider = (await loadCatalog(db)).get(team.id)?.providers.get("deepinfra");
    expect((await loadCredentials(db, secret)).get(provider?.id ?? "")).toEqual({ value: "gsk_canary_0123456789" });
    expect((await apply("moves", moved.replace(", credential: ${KEY}", ""))).changes.every(({ kind }) => kind === "unchanged")).toBe(true);
  });
});
