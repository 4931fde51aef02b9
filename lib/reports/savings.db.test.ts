import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bucketStarts, QUARTER_MS } from "@/lib/core/period";
import { type Price, priceUsage } from "@/lib/core/price";
import { NIL_ID } from "@/lib/core/profile";
import type { GoldenCall } from "@/lib/core/testing/golden";
import type { Usage } from "@/lib/core/usage";
import { createDb, type Db } from "@/lib/db";
import { createCallWriter } from "@/lib/ledger/write-calls";
import type { Attempt, Call } from "@/prisma/generated/client";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { getOverview } from "./overview";
import { getSavings, type SavingsFigures } from "./savings";
import { findBaseline, listBaselineNames } from "./savings-baselines";
import type { Scope } from "./scope";
import { addTeamWithProfile, idAt, type LedgerProfile, recordOf } from "./testing/ledger";

type Row = Call & { attempts: Attempt[] };

const DAY_MS = 96 * QUARTER_MS;
const START_MS = Date.UTC(2026, 9, 29, 22);
const CHANGE_MS = START_MS + 2 * DAY_MS;
const range = { from: new Date(START_MS - 4 * QUARTER_MS), to: new Date(START_MS + 6 * DAY_MS) };

const PRICES: Price[] = [
  { base: { input: 500_000n, output: 1_500_000n, cachedInput: 50_000n, cacheWrite5m: 650_000n, perRequest: 1_000n }, steps: [{ aboveInputTokens: 1_000, prices: { input: 900_000n } }] },
  { base: { input: 800_000n, output: 2_000_000n, reasoning: 2_500_000n }, steps: [] },
];
const BASELINE: Price = { base: { input: 700_000n, output: 2_200_000n, cachedInput: 100_000n }, steps: [] };
const LATER: Price = { base: { input: 300_000n, output: 900_000n }, steps: [] };
const AGREED: Price = { base: { input: 200_000n, output: 500_000n }, steps: [] };
const AGREED_MS = { from: CHANGE_MS + DAY_MS, until: CHANGE_MS + 2 * DAY_MS };

let database: TestDatabase;
let db: Db;
let profile: LedgerProfile;
let rows: Row[];

const tokens = fc.nat({ max: 900 });
const usages = fc.tuple(tokens, tokens, tokens, tokens, tokens).map(([plain, cachedInput, cacheWrite5m, said, reasoning]): Usage => ({
  input: plain + cachedInput + cacheWrite5m, cachedInput, cacheWrite5m, cacheWrite1h: 0, output: said + reasoning, reasoning,
}));
const costOf = (tier: number, usage: Usage) => `${priceUsage(PRICES[tier - 1] as Price, usage).costPico}`;
/** Billed, refused or of unknown cost. */
const failedAttempts = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), usages, fc.constantFrom("billed", "billed", "refused", "unknown")).map(([tier, usage, kind]) => ({
  tier, cause: "stream_cut", usage: kind === "billed" ? usage : null, costPico: kind === "billed" ? costOf(tier, usage) : kind === "refused" ? "0" : null,
})), { maxLength: 1 });
const goldenCalls = fc.record({ tier: fc.constantFrom(1, 1, 1, 2, 2, null), usage: usages, failed: failedAttempts }).map(({ tier, usage, failed }): GoldenCall => ({
  servedTier: tier, usage: tier && usage, costPico: tier && costOf(tier, usage), failedAttempts: failed,
}));

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  profile = await addTeamWithProfile(db, "savings", PRICES, BASELINE);
  const [, second] = profile.tiers;
  await db.price.create({ data: { teamId: profile.teamId, id: idAt(4), endpointId: second?.id ?? "", validFrom: new Date(CHANGE_MS), source: "a test", ...LATER.base } });
  const agreed = { kind: "negotiated" as const, validFrom: new Date(AGREED_MS.from), validUntil: new Date(AGREED_MS.until), ...AGREED.base };
  await db.price.create({ data: { teamId: profile.teamId, id: idAt(5), endpointId: second?.id ?? "", source: "a test", ...agreed } });
  const calls = fc.sample(fc.tuple(goldenCalls, fc.boolean(), fc.nat({ max: 140 })), { numRuns: 500, seed: 3 });
  await createCallWriter(db)(calls.map(([call, isAdHoc, quarter]) => {
    const record = recordOf(profile, call, START_MS + quarter * 4 * QUARTER_MS + 1_000);
    return isAdHoc ? { ...record, profileVersionId: NIL_ID, profileSlug: "(ad hoc)", baselineCostPico: null } : record;
  }));
  const attempts = await db.attempt.findMany();
  rows = (await db.call.findMany()).map((call) => ({ ...call, attempts: attempts.filter(({ callId }) => callId === call.id) }));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const scopeOf = (more: Partial<Scope> = {}): Scope => ({ teamId: profile.teamId, range, zone: "UTC", versionIds: null, ...more });
const within = ({ from, to }: Scope["range"]) => rows.filter(({ startedAt }) => startedAt >= from && startedAt < to);
const sum = <T>(items: readonly T[], pico: (item: T) => bigint | null) => items.reduce((all, item) => all + (pico(item) ?? 0n), 0n);
const isKnown = (call: Row) => call.attempts.every(({ costPico }) => costPico !== null);
const servedOf = (call: Row) => call.attempts.find(({ outcome }) => outcome === "served") as Attempt;
const poolOf = (call: Row) => `${Math.floor(call.startedAt.getTime() / QUARTER_MS)} ${call.profileVersionId}`;
const cellOf = (call: Row) => `${poolOf(call)} ${call.servedEndpoint}`;
const usageOf = ({ input, output, cachedInput, cacheWrite5m, cacheWrite1h, reasoning }: Attempt, isCached = true): Usage => {
  const cached = isCached ? { cachedInput: cachedInput ?? 0, cacheWrite5m: cacheWrite5m ?? 0, cacheWrite1h: cacheWrite1h ?? 0 } : { cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  return { input: input ?? 0, output: output ?? 0, reasoning: reasoning ?? 0, ...cached };
};
const withoutCache = (call: Row) => priceUsage(PRICES[servedOf(call).tier - 1] as Price, usageOf(servedOf(call), false)).costPico;

/** The steps of calls that can be told apart, call by call. */
function stepsOf(split: readonly Row[], priceOf: (call: Row) => Price) {
  const baseline = (call: Row, isCached: boolean) => priceUsage(priceOf(call), usageOf(servedOf(call), isCached)).costPico;
  const uncached = sum(split, (call) => baseline(call, false));
  return {
    tierChoice: sum(split, withoutCache) - uncached,
    cache: sum(split, (call) => servedOf(call).costPico) - sum(split, withoutCache) - (sum(split, (call) => baseline(call, true)) - uncached),
    waste: sum(split, (call) => call.costPico) - sum(split, (call) => servedOf(call).costPico),
  };
}

const found = ({ comparable, notComparable, untold, tierChoicePico, cachePico, wastePico, unsplit, unservedPico, actualPico, baseline }: SavingsFigures) => ({
  comparable, notComparable, untold, unsplit: unsplit.lowPico, unserved: unservedPico, actual: actualPico, cache: cachePico, waste: wastePico,
  tierChoice: tierChoicePico, baseline: baseline.lowPico,
});

function expectToAddUp(figures: SavingsFigures) {
  const { baseline, tierChoicePico, cachePico, wastePico, unsplit, unservedPico, actualPico, savings } = figures;
  for (const [from, to] of [[baseline.lowPico, unsplit.highPico], [baseline.highPico, unsplit.lowPico]] as const) {
    expect(from + to + tierChoicePico + cachePico + wastePico + unservedPico).toBe(actualPico);
  }
  if (savings) expect([savings.lowPico, savings.highPico]).toEqual([baseline.lowPico - actualPico, baseline.highPico - actualPico]);
}

describe("savings against each profile's own baseline", () => {
  test("are what the calls say one by one, and what the overview says", async () => {
    const { total, profiles } = await getSavings(db, scopeOf(), null);
    const served = rows.filter(({ outcome }) => outcome === "served");
    const comparable = served.filter((call) => isKnown(call) && call.baselineCostPico !== null);
    const mixed = new Set(served.filter((call) => !comparable.includes(call)).map(cellOf));
    const [split, unsplit] = [comparable.filter((call) => !mixed.has(cellOf(call))), comparable.filter((call) => mixed.has(cellOf(call)))];
    expect([split.length > 50, unsplit.length > 10]).toEqual([true, true]);
    const unserved = sum(rows.filter(({ outcome }) => outcome !== "served"), ({ costPico }) => costPico);
    const own = ({ baselineCostPico }: Row) => baselineCostPico;
    expect(found(total)).toEqual({
      ...stepsOf(split, () => BASELINE), comparable: comparable.length, notComparable: served.length - comparable.length, untold: 0,
      unsplit: sum(unsplit, ({ costPico }) => costPico) - sum(unsplit, own), unserved,
      baseline: sum(comparable, own), actual: sum(comparable, ({ costPico }) => costPico) + unserved,
    });
    expectToAddUp(total);
    for (const figures of profiles) expectToAddUp(figures);
    const overview = (await getOverview(db, scopeOf())).total.savings;
    expect(total.savings).toEqual({ lowPico: overview.savingsPico, highPico: overview.savingsPico });
    expect([total.comparable, total.notComparable]).toEqual([overview.comparable, overview.notComparable]);
  });

  test("of days add up to their range in every zone, step by step", { timeout: 30_000 }, async () => {
    const { total } = await getSavings(db, scopeOf(), null);
    for (const zone of ["UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/New_York"]) {
      const starts = bucketStarts(range, "day", zone).map((start) => (start < range.from ? range.from : start));
      const days = await Promise.all(starts.map((from, day) => getSavings(db, scopeOf({ zone, range: { from, to: starts[day + 1] ?? range.to } }), null)));
      const added = days.map((day) => found(day.total)).reduce((all, day) => Object.fromEntries(Object.entries(day).map(([name, value]) =>
        [name, typeof value === "bigint" ? (all[name as "actual"]) + value : (all[name as "comparable"]) + Number(value)])) as typeof day);
      expect(added).toEqual(found(total));
    }
  });

  test("of a range that is read by the day keep what the calls cost and would have cost", async () => {
    const long = { from: new Date(range.from.getTime() - 40 * DAY_MS), to: range.to };
    const [{ total }, { total: byQuarter }] = [await getSavings(db, scopeOf({ range: long }), null), await getSavings(db, scopeOf(), null)];
    expect([total.comparable, total.baseline, total.actualPico, total.savings]).toEqual([byQuarter.comparable, byQuarter.baseline, byQuarter.actualPico, byQuarter.savings]);
    expectToAddUp(total);
  });
});

describe("savings against a picked baseline", () => {
  /** Those whose profile has a baseline of its own and whose cell is comparable throughout, or whose whole pool is known. */
  function listTold(): Row[] {
    const served = rows.filter(({ outcome }) => outcome === "served");
    const lost = served.filter((call) => !isKnown(call));
    const [cells, pools] = [new Set(lost.map(cellOf)), new Set(lost.map(poolOf))];
    return served.filter((call) => (call.baselineCostPico === null ? !pools.has(poolOf(call)) : !cells.has(cellOf(call))));
  }

  test("are the same tokens at its price as of each call, which changes within the range, twice by an agreement", async () => {
    const { total } = await getSavings(db, scopeOf(), await findBaseline(db, profile.teamId, "p2/m"));
    const priceOf = ({ startedAt }: Row) => {
      const atMs = startedAt.getTime();
      if (atMs >= AGREED_MS.from && atMs < AGREED_MS.until) return AGREED;
      return atMs < CHANGE_MS ? (PRICES[1] as Price) : LATER;
    };
    const repriced = (call: Row) => priceUsage(priceOf(call), usageOf(servedOf(call))).costPico;
    const told = listTold();
    const served = rows.filter(({ outcome }) => outcome === "served");
    const unserved = sum(rows.filter(({ outcome }) => outcome !== "served"), ({ costPico }) => costPico);
    expect(told.filter(({ profileVersionId }) => profileVersionId === NIL_ID).length).toBeGreaterThan(20);
    expect(found(total)).toEqual({
      ...stepsOf(told, priceOf), comparable: told.length, unsplit: 0n, unserved,
      untold: served.filter((call) => isKnown(call) && !told.includes(call)).length,
      notComparable: served.filter((call) => !isKnown(call)).length,
      baseline: sum(told, repriced), actual: sum(told, ({ costPico }) => costPico) + unserved,
    });
    expectToAddUp(total);
  });

  test("with a price that steps lie between two amounts, and the calls one by one lie there too", async () => {
    const { total } = await getSavings(db, scopeOf(), await findBaseline(db, profile.teamId, "p1/m"));
    const exact = sum(listTold(), (call) => priceUsage(PRICES[0] as Price, usageOf(servedOf(call))).costPico);
    expect(total.baseline.lowPico < exact && exact < total.baseline.highPico).toBe(true);
    expect([total.tierChoicePico, total.cachePico]).toEqual([0n, 0n]);
    expectToAddUp(total);
  });

  test("that is a profile's own take what was recorded", async () => {
    const picked = await findBaseline(db, profile.teamId, "base/m");
    const versionIds = [profile.versionId];
    expect((await getSavings(db, scopeOf({ versionIds }), picked)).total).toEqual((await getSavings(db, scopeOf({ versionIds }), null)).total);
  });

  test("can be any endpoint that ever had a price, and nothing else", async () => {
    expect(await listBaselineNames(db, profile.teamId)).toEqual(["base/m", "p1/m", "p2/m"]);
    for (const name of ["p9/m", "p1", "", "/"]) expect(await findBaseline(db, profile.teamId, name)).toBeNull();
    expect(await findBaseline(db, NIL_ID, "p1/m")).toBeNull();
  });

  test("before its first price have nothing to compare", async () => {
    const baseline = await findBaseline(db, profile.teamId, "p2/m");
    const prices = (baseline?.prices ?? []).slice(1);
    const early = { from: range.from, to: new Date(CHANGE_MS) };
    const { total } = await getSavings(db, scopeOf({ range: early }), baseline && { ...baseline, prices });
    const served = within(early).filter(({ outcome }) => outcome === "served");
    expect([total.comparable, total.untold, total.notComparable]).toEqual([0, 0, served.length]);
    expect(total.savings?.lowPico).toBe(-total.unservedPico);
  });
});

test("savings of nothing are not zero", async () => {
  expect((await getSavings(db, scopeOf({ versionIds: [] }), null)).total.savings).toBeNull();
});
