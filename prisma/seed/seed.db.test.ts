import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseApiKey, verifySecret } from "@/lib/accounts/api-key";
import { findApiKey } from "@/lib/accounts/keys/load-api-keys";
import { deriveSecret } from "@/lib/accounts/secret";
import { signIn } from "@/lib/accounts/sign-in";
import type { TeamCatalog } from "@/lib/catalog/catalog";
import { loadCatalog } from "@/lib/catalog/load-catalog";
import { createDb, type Db } from "@/lib/db";
import { resolveRoute } from "@/lib/gateway/resolve";
import { encodeRecord } from "@/lib/ledger/journal/record-codec";
import type { CallRecord } from "@/lib/ledger/record";
import { addUpAttempts, addUpCalls, readRollups } from "@/lib/ledger/testing/sums";
import { demoScript } from "@/lib/practice/demo-script";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { simulateHistory } from "./demo-history";
import { OWNER_EMAIL, seedDatabase, type Seeded, type SeedOptions } from "./seed-database";
import { APPS } from "./traffic";

const NOW = new Date("2026-11-20T15:37:12.345Z");
const secret = deriveSecret(Buffer.alloc(32, 7));
const options: SeedOptions = { secret, demo: true, practicePort: 5111, now: NOW, report: () => undefined };

let database: TestDatabase;
let db: Db;
let seeded: Seeded;
let team: TeamCatalog;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  // Two first starts at once: one of them does it.
  const results = await Promise.all([seedDatabase(db, options), seedDatabase(db, options)]);
  const [result, ...others] = results.filter((one) => one !== null);
  if (!result || others.length > 0) throw new Error(`seeded ${results.length} times`);
  seeded = result;
  team = [...(await loadCatalog(db)).values()].find((one) => one.slug === "demo") as TeamCatalog;
});

afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

/** The world of the history, as `seedDatabase` makes it. */
async function world(): Promise<Parameters<typeof simulateHistory>[0]> {
  const keys = await db.apiKey.findMany({ where: { teamId: team.id } });
  const apiKeyIds = new Map(keys.map((key) => [key.name, key.id]));
  return { team, apiKeyIds, memberId: (await db.user.findFirstOrThrow()).id };
}

describe("the first data", () => {
  it("is written once", async () => {
    expect(await seedDatabase(db, options)).toBeNull();
    expect(await db.team.count()).toBe(2);
    expect(await db.user.count()).toBe(1);
  });

  it("lets the owner in, with a key to the Demo team", async () => {
    const attempt = { email: OWNER_EMAIL, password: seeded.password, address: "127.0.0.1" };
    expect(await signIn(db, secret, attempt, new Date())).toMatchObject({ user: { email: OWNER_EMAIL } });
    const parsed = parseApiKey(seeded.apiKey);
    const stored = parsed && (await findApiKey(db, parsed.keyId));
    expect(stored).toMatchObject({ teamId: team.id });
    expect(verifySecret(stored, parsed?.secret ?? "", secret.peppers)).toBe(true);
    expect(team.profiles.has(seeded.model ?? "")).toBe(true);
  });

  it("keeps demonstration data out of the owner's own team", async () => {
    const own = await db.team.findUniqueOrThrow({ where: { slug: "my-team" }, include: { providers: true, members: true } });
    expect(own).toMatchObject({ demo: false, providers: [], members: [{ role: "owner" }] });
    expect(await db.call.count({ where: { teamId: own.id } })).toBe(0);
    expect(await db.call.count({ where: { NOT: { tags: { path: ["demonstration"], equals: "true" } } } })).toBe(0);
  });

  it("without the demonstration is an empty team, and a key to it", async () => {
    const empty = await createTestDatabase();
    const emptyDb = createDb(empty.url);
    try {
      const result = await seedDatabase(emptyDb, { ...options, demo: false });
      expect(result).toMatchObject({ email: OWNER_EMAIL, model: null });
      expect(await emptyDb.team.findMany()).toMatchObject([{ slug: "my-team", demo: false }]);
      expect(await findApiKey(emptyDb, parseApiKey(result?.apiKey ?? "")?.keyId ?? "")).not.toBeNull();
      expect(await emptyDb.call.count()).toBe(0);
      expect(await seedDatabase(emptyDb, options)).toBeNull();
    } finally {
      await emptyDb.$disconnect();
      await empty.drop();
    }
  });
});

describe("the Demo team", () => {
  it.each([
    ["deepinfra/meta-llama/llama-3.3-70b-instruct", "deepinfra/meta-llama/llama-3.3-70b-instruct"],
    ["together/meta-llama-3.3-70b-instruct", "together/meta-llama/llama-3.3-70b-instruct"],
    ["lepton/llama-3.3-70b-instruct", "lepton/meta-llama/llama-3.3-70b-instruct"],
    ["meta-llama/llama-3.3-70b-instruct", "deepinfra/meta-llama/llama-3.3-70b-instruct"],
    ["openai/gpt-4o", "openai/gpt-4o"],
  ])("knows who serves %s", (name, endpoint) => {
    expect(resolveRoute([name], team).tiers[0]?.endpoint.name).toBe(endpoint);
  });

  it("has a practice provider behind every endpoint, at the same price", () => {
    for (const { id, name, provider, upstreamModel } of team.endpoints.values()) {
      const scripted = demoScript.models?.[`${provider}/${upstreamModel}`];
      expect(scripted, name).toBeDefined();
      const price = team.prices.get(id)?.at(-1)?.price.base;
      const perMillion = (text: string | undefined) => (text === undefined ? undefined : BigInt(Math.round(Number(text) * 1e6)));
      expect(perMillion(scripted?.price?.input), name).toBe(price?.input);
      expect(perMillion(scripted?.price?.output), name).toBe(price?.output);
      expect(perMillion(scripted?.price?.cachedInput), name).toBe(price?.cachedInput);
    }
  });

  it("has three profiles with their tiers and baselines", () => {
    const shape = [...team.profiles.values()].map((profile) => [
      profile.slug, profile.tiers.map((tier) => tier.endpoint.provider), profile.baselineEndpointId !== null,
    ]);
    expect(shape.sort()).toEqual([
      ["cheapest-llama", ["deepinfra", "groq", "together"], true],
      ["nightly-batch", ["deepinfra", "deepinfra", "groq", "groq"], true],
      ["premium-cascade", ["anthropic", "openai", "anthropic", "groq"], true],
    ]);
  });
});

describe("the history", () => {
  it("is the same for the same time, to the last id and pico", async () => {
    const given = await world();
    const digest = (calls: CallRecord[]) => calls.reduce((hash, call) => hash.update(encodeRecord(call)), createHash("sha256")).digest("hex");
    const calls = simulateHistory(given, NOW);
    expect(digest(calls)).toBe(digest(simulateHistory(given, NOW)));
    const stored = await db.call.aggregate({ _count: true, _sum: { costPico: true } });
    const spent = calls.flatMap((call) => call.attempts).reduce((sum, attempt) => sum + (attempt.costPico ?? 0n), 0n);
    expect(stored).toMatchObject({ _count: calls.length, _sum: { costPico: spent } });
    expect(await db.call.count({ where: { id: { in: calls.slice(0, 500).map((call) => call.id) } } })).toBe(500);
  });

  it("adds up in the rollups to what its rows add up to", async () => {
    const rollups = await readRollups(db);
    expect(rollups.calls).toEqual(await addUpCalls(db));
    expect(rollups.attempts).toEqual(await addUpAttempts(db));
  });

  it("is thirty days of at most 20,000 calls, with its best and its worst hours", async () => {
    const calls = simulateHistory(await world(), NOW);
    expect(calls.length).toBeGreaterThan(15_000);
    expect(calls.length).toBeLessThanOrEqual(20_000);
    const times = calls.map((call) => call.startedAtMs);
    expect(Math.min(...times)).toBeGreaterThan(NOW.getTime() - 31 * 86_400_000);
    expect(Math.max(...calls.map((call) => call.startedAtMs + call.totalMs))).toBeLessThan(NOW.getTime());

    const shares = (causes: (string | null)[]) => causes.reduce((counts, cause) => counts.set(cause, (counts.get(cause) ?? 0) + 1), new Map<string | null, number>());
    const outcomes = shares(calls.map((call) => call.outcome));
    expect(outcomes.get("served")).toBeGreaterThan(calls.length * 0.98);
    expect(outcomes.get("aborted")).toBeGreaterThan(10);
    expect(calls.filter((call) => call.httpStatus === 502).length).toBeGreaterThan(0);
    expect(calls.filter((call) => call.rescued).length).toBeGreaterThan(300);
    expect(calls.filter((call) => call.attempts.some((attempt) => attempt.costPico === null)).length).toBeGreaterThan(2);
    const causes = shares(calls.flatMap((call) => call.attempts).map((attempt) => attempt.cause));
    for (const cause of ["rate_limited", "overloaded", "server_error", "network", "timeout_first_token", "stream_cut", "context_length"]) {
      expect(causes.get(cause), cause).toBeGreaterThan(0);
    }
    expect(shares(calls.map((call) => call.profileSlug)).size).toBe(4);
    expect(APPS.every((app) => calls.some((call) => call.tags["app"] === app.name))).toBe(true);
  });

  it("has both prices of the endpoint whose price changes", async () => {
    const endpoint = team.endpoints.get("deepinfra/meta-llama/llama-3.3-70b-instruct");
    const prices = team.prices.get(endpoint?.id ?? "") ?? [];
    expect(prices.map(({ price }) => price.base.input)).toEqual([230_000n, 100_000n]);
    for (const { id } of prices) expect(await db.attempt.count({ where: { priceId: id } })).toBeGreaterThan(1_000);
  });
});
