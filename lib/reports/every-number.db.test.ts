import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { add, compare, divide, multiply, type Ratio, ratio } from "@/lib/core/ratio";
import type { Range } from "@/lib/core/period";
import { splitWarcChange } from "@/lib/core/warc-change";
import { createDb, type Db } from "@/lib/db";
import type { Attempt, Call } from "@/prisma/generated/client";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { countFacets, listFacetRows } from "./call-facets";
import { getCallHistogram } from "./call-histogram";
import { listCalls } from "./calls";
import { getChange } from "./change";
import { readCalls } from "./export/calls-export";
import { listKeyFigures } from "./key-figures";
import { getOverview, type Figures } from "./overview";
import { listEndpointReliability } from "./reliability";
import { getSavings } from "./savings";
import type { Scope } from "./scope";
import { addWaste, getWaste } from "./waste";
import { LEDGER_RANGE, PRICE_CHANGE, type TeamLedger, writeTeamLedger } from "./testing/team-ledger";

const ZONES = ["UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/New_York"] as const;
const DAY_MS = 24 * 3_600_000;
/** 20,000 in the long form. */
const CALLS = Number(process.env["ROUTELEDGER_TEST_CALLS"] ?? 6_000);

let database: TestDatabase;
let db: Db;
let ledger: TeamLedger;
let calls: (Call & { attempts: Attempt[] })[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  ledger = await writeTeamLedger(db, "every-number", CALLS);
  const attempts = groupBy(await db.attempt.findMany({ where: { teamId: ledger.teamId } }), ({ callId }) => callId);
  calls = (await db.call.findMany({ where: { teamId: ledger.teamId } })).map((call) => ({ ...call, attempts: attempts.get(call.id) ?? [] }));
}, 120_000);
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const inside = ({ from, to }: Range) => calls.filter(({ startedAt }) => startedAt >= from && startedAt < to);
const scopeOf = (more: Partial<Scope> = {}): Scope => ({ teamId: ledger.teamId, range: LEDGER_RANGE, zone: "UTC", versionIds: null, ...more });
const sumPico = (amounts: readonly (bigint | null)[]) => amounts.reduce<bigint>((all, amount) => all + (amount ?? 0n), 0n);

/** Added up from the rows of calls and attempts alone, with no code of the reports, the rollups or WARC. */
function addUp(rows: typeof calls) {
  const attempts = rows.flatMap((call) => call.attempts);
  const of = (outcome: string) => rows.filter((call) => call.outcome === outcome).length;
  const costOf = (outcome: string) => sumPico(attempts.filter((attempt) => attempt.outcome === outcome).map(({ costPico }) => costPico));
  const compared = rows.filter(({ comparable }) => comparable);
  return {
    calls: { all: rows.length, served: of("served"), failed: of("failed"), aborted: of("aborted"), rescued: rows.filter(({ rescued }) => rescued).length },
    attempts: attempts.length,
    unknownAmounts: attempts.filter(({ costPico }) => costPico === null).length,
    servedSpendPico: costOf("served"), wastePico: costOf("failed"), abortedPico: costOf("aborted"),
    spendPico: sumPico(attempts.map(({ costPico }) => costPico)),
    comparable: compared.length, notComparable: of("served") - compared.length,
    savingsPico: sumPico(compared.map(({ baselineCostPico, costPico }) => (baselineCostPico ?? 0n) - costPico))
      - sumPico(rows.filter(({ outcome }) => outcome !== "served").flatMap((call) => call.attempts.map(({ costPico }) => costPico))),
  };
}

function told({ warc, calls: counts, attempts, unknownAmounts, abortedPico, savings }: Figures): ReturnType<typeof addUp> {
  const { servedSpendPico, wastePico, spendPico } = warc;
  const { comparable, notComparable, savingsPico } = savings;
  return { calls: counts, attempts, unknownAmounts, servedSpendPico, wastePico, abortedPico, spendPico, comparable, notComparable, savingsPico: savingsPico ?? 0n };
}

/** P × C over (profile, endpoint) pairs, by the words of its definition. */
function warcOf(rows: typeof calls): Ratio | null {
  const profileOf = (call: Call) => ledger.versions.find(({ id }) => id === call.profileVersionId)?.slug ?? "(ad hoc)";
  const served = rows.flatMap((call) => call.attempts.flatMap((attempt) =>
    attempt.outcome === "served" && attempt.costPico !== null
      ? [{ pair: `${profileOf(call)} ${attempt.endpointId}`, pico: attempt.costPico, tokens: BigInt((attempt.input ?? 0) + (attempt.output ?? 0)) }] : []));
  if (served.length === 0) return null;
  return [...groupBy(served, ({ pair }) => pair).values()].map((pair) => {
    const cost = divide(ratio(sumPico(pair.map(({ pico }) => pico))), ratio(1_000_000n * sumPico(pair.map(({ tokens }) => tokens)))) as Ratio;
    return multiply(ratio(BigInt(pair.length), BigInt(served.length)), cost);
  }).reduce(add);
}

test("the ledger has what is hard: fallbacks, changes of price, unknown amounts, estimates, calls that nobody served", () => {
  const all = addUp(calls);
  expect(all.calls.all).toBe(CALLS);
  for (const count of [all.calls.failed, all.calls.aborted, all.calls.rescued, all.unknownAmounts, all.notComparable]) expect(count).toBeGreaterThan(30);
  expect(calls.some(({ attempts }) => attempts.some(({ basis }) => basis === "estimated"))).toBe(true);
  expect(new Set(calls.flatMap(({ attempts }) => attempts.map(({ priceId, priceStep }) => `${priceId ?? ""} ${priceStep ?? ""}`))).size).toBeGreaterThan(5);
});

describe.each(ZONES)("in %s", (zone) => {
  test("the overview's numbers are those of the rows, days add up to their range, and WARC is its definition", async () => {
    const range = { from: new Date(LEDGER_RANGE.from.getTime() + 5.25 * 3_600_000), to: new Date(LEDGER_RANGE.to.getTime() - 3 * DAY_MS) };
    const { total, slots } = await getOverview(db, scopeOf({ range, zone }));
    expect(told(total)).toEqual(addUp(inside(range)));
    expect(compare(total.warc.warc as Ratio, warcOf(inside(range)) as Ratio)).toBe(0);
    for (const { start, end, figures } of slots) {
      const day = inside({ from: start < range.from ? range.from : start, to: end });
      expect(told(figures)).toEqual(addUp(day));
      const local = new Set(day.map(({ startedAt }) => startedAt.toLocaleDateString("sv-SE", { timeZone: zone })));
      expect(local.size).toBeLessThanOrEqual(1);
    }
  });
});

test("each version's numbers are those of its calls, before and after prices changed", async () => {
  for (const { id } of ledger.versions) {
    for (const range of [{ from: LEDGER_RANGE.from, to: PRICE_CHANGE }, { from: PRICE_CHANGE, to: LEDGER_RANGE.to }]) {
      const { total } = await getOverview(db, scopeOf({ range, versionIds: [id] }));
      expect(told(total)).toEqual(addUp(inside(range).filter(({ profileVersionId }) => profileVersionId === id)));
    }
  }
});

test("the list of calls counts what its filters select", async () => {
  const expected = {
    outcome: calls.filter(({ outcome }) => outcome === "failed").length,
    tier: calls.filter(({ servedTier }) => servedTier === 2).length,
    key: calls.filter(({ apiKeyId }) => apiKeyId === ledger.keyIds[0]).length,
    unknown: calls.filter(({ unknownAttempts }) => unknownAttempts > 0).length,
    rescued: calls.filter(({ rescued }) => rescued).length,
    cause: calls.filter(({ attempts }) => attempts.some(({ cause }) => cause === "stream_cut")).length,
  };
  const filters = { outcome: "failed", tier: 2, key: ledger.keyIds[0], unknown: "1", rescued: "1", cause: "stream_cut" } as const;
  for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
    const { count } = await listCalls(db, scopeOf(), { [name]: filters[name] });
    expect([name, count]).toEqual([name, expected[name]]);
  }
});

describe.each(ZONES)("in %s", (zone) => {
  const range = { from: new Date("2026-10-25T18:15:00Z"), to: new Date("2026-11-10T18:15:00Z") };

  test("waste is what failed attempts cost, by cause, endpoint and day, and the calls' histogram has every call once", async () => {
    const { rows, slots, attempts } = await getWaste(db, scopeOf({ range, zone }));
    const failed = inside(range).flatMap((call) => call.attempts.filter(({ outcome }) => outcome === "failed").map((attempt) => ({ ...attempt, call })));
    const unsure = (basis: string) => failed.filter((attempt) => attempt.basis === basis).length;
    expect(attempts).toBe(addUp(inside(range)).attempts);
    expect(addWaste(rows)).toMatchObject({
      failed: failed.length, costPico: sumPico(failed.map(({ costPico }) => costPico)), unknown: unsure("unknown"), estimated: unsure("estimated"),
    });
    for (const row of rows) {
      const slot = slots[row.slot];
      const same = failed.filter(({ call, cause, endpoint }) =>
        slot && call.startedAt >= slot.start && call.startedAt < slot.end && cause === row.cause && endpoint === row.endpoint);
      expect([row.failed, row.costPico]).toEqual([same.length, sumPico(same.map(({ costPico }) => costPico))]);
    }
    const histogram = await getCallHistogram(db, scopeOf({ range, zone }));
    for (const { start, end, ...counts } of histogram.slots) {
      const { served, failed: unserved, aborted } = addUp(inside({ from: start, to: end })).calls;
      expect(counts).toEqual({ served, failed: unserved, aborted });
    }
  });

  test("the change of WARC leads from the one period's WARC to the other's, across a change of prices", async () => {
    const now = new Date("2026-12-01T00:00:00Z");
    const { before, now: after } = await getChange(db, scopeOf({ range: { from: PRICE_CHANGE, to: range.to }, zone }), now);
    const change = splitWarcChange(before.tiers, after.tiers, "by-calls");
    if (!change) throw new Error("there is no split");
    expect(compare(change.before, warcOf(inside(before.range)) as Ratio)).toBe(0);
    expect(compare(change.after, warcOf(inside(after.range)) as Ratio)).toBe(0);
    expect(compare([change.before, change.mix, change.tokenMix, change.price].reduce(add), change.after)).toBe(0);
    expect(change.price.numerator).not.toBe(0n);
  });
});

test("savings against each profile's own baseline are the overview's, and their steps lead from the baseline to what was spent", async () => {
  const { total, profiles } = await getSavings(db, scopeOf(), null);
  const { comparable, notComparable, savingsPico } = addUp(calls);
  expect(total).toMatchObject({ comparable, notComparable, savings: { lowPico: savingsPico, highPico: savingsPico } });
  for (const { baseline, tierChoicePico, cachePico, wastePico, unsplit, unservedPico, actualPico } of [total, ...profiles]) {
    expect(baseline.lowPico + tierChoicePico + cachePico + wastePico + unsplit.lowPico + unservedPico).toBe(actualPico);
  }
});

test("facets, keys and endpoints count what the rows say", async () => {
  const counts = countFacets(await listFacetRows(db, scopeOf()), {}, null);
  const count = (keyOf: (call: Call) => string) => new Map([...groupBy(calls, keyOf)].map(([key, rows]) => [key, rows.length]));
  expect(counts?.outcome).toEqual(count(({ outcome }) => outcome));
  expect(counts?.key).toEqual(count(({ apiKeyId }) => apiKeyId));
  expect(counts).toMatchObject({ rescued: addUp(calls).calls.rescued, unknown: calls.filter(({ unknownAttempts }) => unknownAttempts > 0).length });
  const keys = await listKeyFigures(db, scopeOf());
  for (const [id, rows] of groupBy(calls, ({ apiKeyId }) => apiKeyId)) {
    const { spendPico, unknownAmounts } = addUp(rows);
    expect(keys.get(id)).toEqual({ calls: rows.length, costPico: spendPico, unknownAttempts: unknownAmounts });
  }
  const tried = groupBy(calls.flatMap((call) => call.attempts), ({ endpoint }) => endpoint);
  for (const { endpoint, attempts, served } of await listEndpointReliability(db, scopeOf())) {
    const rows = tried.get(endpoint) ?? [];
    expect([endpoint, attempts, served]).toEqual([endpoint, rows.length, rows.filter(({ outcome }) => outcome === "served").length]);
  }
});

test("an export has every call of the page once, and its costs add up to the page's", async () => {
  const newest = calls.map(({ id }) => id).sort().at(-1) ?? null;
  const exported = [];
  for await (const row of readCalls(db, scopeOf(), {}, newest)) exported.push(row);
  expect(new Set(exported.map(({ id }) => id)).size).toBe(calls.length);
  expect(sumPico(exported.map(({ costPico }) => costPico))).toBe((await getOverview(db, scopeOf())).total.warc.spendPico);
});
