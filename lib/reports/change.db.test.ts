import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NIL_ID } from "@/lib/core/profile";
import { compare, formatRatio, type Ratio, sum } from "@/lib/core/ratio";
import { type GoldenPrice, parseGoldenPrice, readGolden } from "@/lib/core/testing/golden";
import { splitWarcChange } from "@/lib/core/warc-change";
import type { ChangeFact, PairSums } from "@/lib/core/what-changed";
import { createDb, type Db } from "@/lib/db";
import type { CallRecord } from "@/lib/ledger/record";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { listAttemptSums } from "./attempt-sums";
import { getChange } from "./change";
import { getOverview } from "./overview";
import { addTeamWithProfile, recordOf } from "./testing/ledger";
import { listChanges, pairsOf } from "./what-changed";

const HOUR_MS = 3_600_000;
const nine = (value: Ratio) => formatRatio(value, 9, "half-even");
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

describe("the change of a worked case", () => {
  const start = Date.UTC(2026, 9, 30, 7);
  const zone = "Asia/Kathmandu";

  test.each(readGolden("change").map((golden, index) => [index, golden] as const))("%i is right to the ninth place, and is that of the overview", async (index, { before, after, expected }) => {
    const [first] = before.prices as [GoldenPrice];
    const old = await addTeamWithProfile(db, `change-${index}`, before.prices.map(parseGoldenPrice), parseGoldenPrice(first));
    // Prices changed in between, the endpoints did not.
    const later = { ...old, tiers: old.tiers.map((tier, place) => ({ ...tier, price: parseGoldenPrice(after.prices[place] ?? first) })) };
    const records = (profile: typeof old, calls: typeof before.calls, from: number) =>
      calls.map((call, at) => recordOf(profile, call, from + Math.floor((at * 29 * HOUR_MS) / calls.length)));
    await createCallWriter(db)([...records(old, before.calls, start - 30 * HOUR_MS), ...records(later, after.calls, start)]);

    const scope = { teamId: old.teamId, range: { from: new Date(start), to: new Date(start + 30 * HOUR_MS) }, zone, versionIds: [old.versionId] };
    const found = await getChange(db, scope, new Date(start + 100 * HOUR_MS));
    expect(found.before.range).toEqual({ from: new Date(start - 30 * HOUR_MS), to: new Date(start) });
    const split = splitWarcChange(found.before.tiers, found.now.tiers);
    expect(split && {
      warcBefore: nine(split.before), warcAfter: nine(split.after), change: nine(split.change),
      mix: nine(split.mix), tokenMix: nine(split.tokenMix), price: nine(split.price),
    }).toEqual(expected);
    const { total } = await getOverview(db, scope);
    expect(split && total.warc.warc && compare(split.after, total.warc.warc)).toBe(0);
  });
});

test("sums of attempts are those of the records, by how they ended and by class, over days and quarter-hours alike", async () => {
  const calls = fc.sample(callRecords(), { numRuns: 300, seed: 11 });
  await createCallWriter(db)(calls);
  const teamIds = [...new Set(calls.map(({ teamId }) => teamId))];
  for (const teamId of teamIds) await db.team.create({ data: { id: teamId, slug: teamId, name: teamId } });
  const range = { from: new Date("2026-09-29T18:15:00Z"), to: new Date("2026-10-29T18:15:00Z") };
  for (const teamId of teamIds) {
    const rows = await listAttemptSums(db, { teamId, range, zone: "Asia/Kathmandu", versionIds: null });
    const inside = calls.filter((call) => call.teamId === teamId && call.startedAtMs >= range.from.getTime() && call.startedAtMs < range.to.getTime());
    const attempts = inside.flatMap((call) => call.attempts);
    expect(attempts.length).toBeGreaterThan(20);
    for (const outcome of ["served", "failed", "aborted"] as const) {
      for (const basis of ["reported", "estimated", "unknown"] as const) {
        const [found, expected] = [rows.filter((row) => row.outcome === outcome && row.basis === basis), attempts.filter((row) => row.outcome === outcome && row.basis === basis)];
        expect(found.reduce((all, row) => all + row.attempts, 0)).toBe(expected.length);
        expect(found.reduce((all, row) => all + row.costPico, 0n)).toBe(expected.reduce((all, row) => all + (row.costPico ?? 0n), 0n));
        expect(found.reduce((all, row) => all + row.classes.cachedInput.units, 0n)).toBe(expected.reduce((all, row) => all + BigInt(row.classes?.cachedInput.units ?? 0), 0n));
        expect(found.reduce((all, row) => all + row.classes.reasoning.costPico, 0n)).toBe(expected.reduce((all, row) => all + (row.classes?.reasoning.costPico ?? 0n), 0n));
      }
    }
    const change = await getChange(db, { teamId, range, zone: "Asia/Kathmandu", versionIds: null }, new Date("2026-11-20T00:00:00Z"));
    expectPairs(pairsOf(change.now.sums), inside);
    const before = calls.filter((call) => call.teamId === teamId && call.startedAtMs < range.from.getTime() && call.startedAtMs >= change.before.range.from.getTime());
    expectPairs(pairsOf(change.before.sums), before);
    expectSameFacts(listChanges(change), inside);
    const [split, overview] = [splitWarcChange(change.before.tiers, change.now.tiers), await getOverview(db, { teamId, range, zone: "Asia/Kathmandu", versionIds: null })];
    if (split && overview.total.warc.warc) {
      expect(compare(split.after, overview.total.warc.warc)).toBe(0);
      expect(compare(sum([split.before, split.mix, split.tokenMix, split.price]), split.after)).toBe(0);
    }
  }
});

/** Each pair's sums, from the attempts themselves. Versions of no profile are all `(ad hoc)` here. */
function expectPairs(pairs: readonly PairSums[], calls: readonly CallRecord[]): void {
  const attempts = calls.flatMap((call) => call.attempts);
  const cost = (rows: typeof attempts) => rows.reduce((all, { costPico }) => all + (costPico ?? 0n), 0n);
  expect(pairs.map(({ endpointId }) => endpointId).sort()).toEqual([...new Set(attempts.map(({ endpointId }) => endpointId))].sort());
  for (const pair of pairs) {
    const mine = attempts.filter(({ endpointId }) => endpointId === pair.endpointId);
    expect([pair.attempts, pair.served, pair.unknown, pair.costPico]).toEqual([
      mine.length, mine.filter(({ outcome }) => outcome === "served").length, mine.filter(({ costPico }) => costPico === null).length, cost(mine),
    ]);
    for (const { cause, attempts: failures, wastePico } of pair.failures) {
      const failed = mine.filter((attempt) => attempt.outcome === "failed" && attempt.cause === cause);
      expect([failures, wastePico]).toEqual([failed.length, cost(failed)]);
    }
  }
}

/** A share that is told is that of the served calls of known cost. */
function expectSameFacts(facts: readonly ChangeFact[], calls: readonly CallRecord[]): void {
  expect(facts.length).toBeLessThanOrEqual(5);
  const served = calls.flatMap((call) => call.attempts).filter(({ outcome, costPico }) => outcome === "served" && costPico !== null);
  for (const fact of facts) {
    if (fact.kind !== "share") continue;
    const mine = served.filter(({ endpointId }) => endpointId === fact.pair.endpointId);
    expect(fact.now).toEqual({ numerator: BigInt(mine.length), denominator: BigInt(served.length) });
  }
}

test("nothing in a range is no rows, and nothing to split", async () => {
  const { before, now } = await getChange(db, { teamId: NIL_ID, range: { from: new Date(0), to: new Date(HOUR_MS) }, zone: "UTC", versionIds: [] }, new Date(HOUR_MS));
  expect([before.sums, now.sums, splitWarcChange(before.tiers, now.tiers)]).toEqual([[], [], null]);
});
