import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseGoldenPrice, readGolden } from "@/lib/core/testing/golden";
import { priceUsage } from "@/lib/core/price";
import { createDb, type Db } from "@/lib/db";
import type { CallRecord } from "@/lib/ledger/record";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { listAttention } from "./attention";
import { findCall } from "./call";
import { listElsewhere } from "./elsewhere";
import { listFilterOptions } from "./filter-options";
import { listProfiles } from "./profiles";
import { addTeamWithProfile, idAt, type LedgerProfile, recordOf } from "./testing/ledger";

// The worked case with the most kinds of price: steps, cache classes, fees, unknown amounts.
const golden = readGolden("warc").find(({ expected }) => expected.unserved > 0 && expected.unknownAmounts > 0);
const start = Date.UTC(2026, 9, 31, 23, 59, 0);
let database: TestDatabase;
let db: Db;
let profile: LedgerProfile;
let records: CallRecord[];

beforeAll(async () => {
  if (!golden) throw new Error("no such worked case");
  database = await createTestDatabase();
  db = createDb(database.url);
  profile = await addTeamWithProfile(db, "ours", golden.prices.map(parseGoldenPrice), parseGoldenPrice(golden.baseline));
  await addTeamWithProfile(db, "theirs", [], parseGoldenPrice(golden.baseline));
  // Across the turn of a month: a call's attempts may lie in the next partition.
  records = golden.calls.map((call, index) => recordOf(profile, call, start + index * 2_000));
  await createCallWriter(db)(records);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

describe("one call", () => {
  test("has every attempt with its price by class, adding up to what it cost", async () => {
    for (const record of records) {
      const call = await findCall(db, profile.teamId, record.id);
      expect(call).toMatchObject({
        id: record.id, outcome: record.outcome, cause: record.cause, profileSlug: "ours", profileVersion: 1, baseline: "base/m",
        rescued: record.rescued, servedTier: record.servedTier, plan: record.plan, primaryCostPico: record.primaryCostPico,
      });
      expect(call?.attempts).toHaveLength(record.attempts.length);
      for (const [index, attempt] of (call?.attempts ?? []).entries()) {
        const settled = record.attempts[index];
        expect(attempt).toMatchObject({ number: index + 1, usage: settled?.usage, costPico: settled?.costPico, basis: settled?.basis, offsetMs: index * 100 });
        if (settled?.priceId == null) expect(attempt.price).toBeNull();
        else expect(attempt.price?.priced).toMatchObject({ costPico: settled.costPico, step: settled.priceStep, classes: settled.classes });
      }
    }
    expect(records.some(({ attempts }) => attempts.some(({ priceStep }) => (priceStep ?? 0) > 0))).toBe(true);
  });

  test("of another team, of nobody, or that is no id at all is not found", async () => {
    const theirs = await db.team.findUniqueOrThrow({ where: { slug: "theirs" } });
    const [record] = records;
    if (!record) throw new Error("no record");
    expect(await findCall(db, theirs.id, record.id)).toBeNull();
    for (const id of ["01a20408-fd95-7804-baa9-000000000000", "nonsense", "", record.id.toUpperCase(), "' OR 1=1"]) {
      expect(await findCall(db, profile.teamId, id)).toBeNull();
    }
  });
});

describe("what a team can choose from", () => {
  test("are its own profiles with their baseline, endpoints and keys", async () => {
    expect(await listProfiles(db, profile.teamId)).toMatchObject([
      { slug: "ours", version: 1, versions: [{ id: profile.versionId, version: 1 }], baseline: "base/m" },
    ]);
    const { endpoints, keys } = await listFilterOptions(db, profile.teamId);
    expect(endpoints).toEqual(["base/m", ...profile.tiers.map(({ name }) => name)]);
    expect(keys).toEqual([]);
  });
});

describe("endpoints that need attention", () => {
  const now = new Date(start + 3_600_000);
  const failing = (cause: CallRecord["cause"], atMs: number): CallRecord => {
    const call = { servedTier: null, usage: null, costPico: null, failedAttempts: [{ tier: 1, cause: cause ?? "", usage: null, costPico: "0" }] };
    return recordOf(profile, call, atMs);
  };

  test("are those that nobody but their owner can mend, until they serve again", async () => {
    expect(await listAttention(db, profile.teamId, now)).toEqual([]);
    await createCallWriter(db)([failing("rate_limited", start + 1_700_000), failing("auth", start + 1_800_000), failing("auth", start + 1_800_001)]);
    expect(await listAttention(db, profile.teamId, now)).toEqual([
      { endpointId: profile.tiers[0]?.id, endpoint: "p1/m", cause: "auth", attempts: 2, lastSeen: new Date(Date.UTC(2026, 10, 1, 0, 15)) },
    ]);
    const [served] = golden?.calls.filter(({ servedTier }) => servedTier === 1) ?? [];
    if (!served) throw new Error("no served call");
    await createCallWriter(db)([recordOf(profile, served, start + 2_800_000)]);
    expect(await listAttention(db, profile.teamId, now)).toEqual([]);
  });
});

describe("the same tokens elsewhere", () => {
  const at = new Date(start);
  const usages = () => records.flatMap(({ attempts }) => attempts.flatMap(({ outcome, usage }) => (outcome === "served" && usage ? [usage] : [])));

  test("cost what each endpoint's price then says, steps by prompt size included, the cheapest first", async () => {
    for (const usage of usages()) {
      const expected = new Map([...profile.tiers.map(({ name, price }) => [name, priceUsage(price, usage).costPico] as const), ["base/m", priceUsage(profile.baseline, usage).costPico]]);
      const listed = await listElsewhere(db, profile.teamId, usage, at);
      expect(new Map(listed.map(({ endpoint, costPico }) => [endpoint, costPico]))).toEqual(expected);
      const costs = listed.map(({ costPico }) => costPico ?? -1n);
      expect(costs).toEqual([...costs].sort((a, b) => Number(a - b)));
    }
    expect(usages().length).toBeGreaterThan(1);
  });

  test("at the served endpoint are what the call cost", async () => {
    for (const { attempts } of records) {
      const served = attempts.find(({ outcome, costPico }) => outcome === "served" && costPico !== null);
      if (!served?.usage) continue;
      const listed = await listElsewhere(db, profile.teamId, served.usage, at);
      expect(listed.find(({ endpoint }) => endpoint === served.endpoint)?.costPico).toBe(served.costPico);
    }
  });

  test("are unknown, and last, where there was no price yet, and take the price that came before the call", async () => {
    const [usage] = usages();
    const [first] = profile.tiers;
    if (!usage || !first) throw new Error("no served call");
    const change = { base: { input: 123n, output: 456n }, steps: [] };
    await db.price.create({ data: { teamId: profile.teamId, id: idAt(5), endpointId: first.id, validFrom: new Date(start + 60_000), source: "a test", ...change.base } });
    const costAt = async (when: Date) => (await listElsewhere(db, profile.teamId, usage, when)).find(({ endpoint }) => endpoint === first.name)?.costPico;
    expect(await costAt(new Date(start + 59_999))).toBe(priceUsage(first.price, usage).costPico);
    expect(await costAt(new Date(start + 60_000))).toBe(priceUsage(change, usage).costPico);
    const { id: providerId } = await db.provider.findFirstOrThrow({ where: { teamId: profile.teamId } });
    await db.endpoint.create({ data: { teamId: profile.teamId, id: idAt(6), providerId, model: "unpriced", upstreamModel: "unpriced" } });
    expect((await listElsewhere(db, profile.teamId, usage, at)).at(-1)).toMatchObject({ costPico: null, priceSince: null });
  });
});
