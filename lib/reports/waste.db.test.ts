import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { middleOfBucket } from "@/lib/core/log-bucket";
import { NIL_ID } from "@/lib/core/profile";
import { ratio } from "@/lib/core/ratio";
import { createDb, type Db } from "@/lib/db";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import type { Attempt, Call } from "@/prisma/generated/client";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { listEndpointReliability } from "./reliability";
import { getCallReliability } from "./reliability-of-calls";
import type { Scope } from "./scope";
import { addWaste, getWaste, NO_WASTE } from "./waste";

type Row = Attempt & { call: Call };

let database: TestDatabase;
let db: Db;
let calls: Call[];
let attempts: Row[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  await createCallWriter(db)(fc.sample(callRecords(), { numRuns: 500, seed: 11 }));
  calls = await db.call.findMany();
  const callOf = new Map(calls.map((call) => [`${call.teamId}/${call.id}`, call]));
  attempts = (await db.attempt.findMany()).map((row) => ({ ...row, call: callOf.get(`${row.teamId}/${row.callId}`) as Call }));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

/** Whole days, cut days, a change of clocks in New York on 1 November, and hours. */
const SPANS = [
  ["UTC", "2026-09-28T00:00Z", "2026-11-03T00:00Z"],
  ["UTC", "2026-10-01T14:15Z", "2026-10-20T09:45Z"],
  ["Asia/Kolkata", "2026-10-05T18:30Z", "2026-10-25T18:30Z"],
  ["Asia/Kathmandu", "2026-10-05T18:15Z", "2026-10-25T18:15Z"],
  ["America/New_York", "2026-10-28T04:00Z", "2026-11-03T05:00Z"],
  ["America/New_York", "2026-11-01T00:00Z", "2026-11-02T12:00Z"],
] as const;

const teams = () => [...new Set(calls.map(({ teamId }) => teamId))];
const scopes = () => SPANS.flatMap(([zone, from, to]) => teams().flatMap((teamId) => [null, [NIL_ID]].map((versionIds): Scope => ({
  teamId, zone, versionIds, range: { from: new Date(from), to: new Date(to) },
}))));

function within({ teamId, versionIds }: Scope, { from, to }: Scope["range"]) {
  return (call: Call) => call.teamId === teamId && call.startedAt >= from && call.startedAt < to
    && (versionIds?.includes(call.profileVersionId) ?? true);
}

const spent = (rows: readonly Row[]) => rows.reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n);

function addUp(rows: readonly Row[]) {
  const failed = rows.filter(({ outcome }) => outcome === "failed");
  const estimated = failed.filter(({ basis }) => basis === "estimated");
  return {
    failed: failed.length,
    billed: failed.filter(({ priceId }) => priceId !== null).length,
    reported: failed.filter(({ basis }) => basis === "reported").length,
    estimated: estimated.length,
    unknown: failed.filter(({ costPico }) => costPico === null).length,
    costPico: spent(failed),
    estimatedPico: spent(estimated),
  };
}

describe("waste", () => {
  test("is what the attempts add up to: whole, by the hour or day of its zone, by cause and endpoint", { timeout: 60_000 }, async () => {
    for (const scope of scopes()) {
      const mine = attempts.filter(({ call }) => within(scope, scope.range)(call));
      const { rows, slots, attempts: counted } = await getWaste(db, scope);
      expect(counted).toBe(mine.length);
      expect(addWaste(rows)).toEqual(addUp(mine));
      for (const [slot, { start, end }] of slots.entries()) {
        const here = mine.filter(({ call }) => within(scope, { from: start, to: end })(call));
        expect(addWaste(rows.filter((row) => row.slot === slot))).toEqual(addUp(here));
      }
      for (const { endpoint, provider, cause } of rows) {
        const isSame = (row: { endpoint: string; cause: string }) => row.endpoint === endpoint && row.cause === cause;
        expect(mine.find((row) => row.endpoint === endpoint)?.provider).toBe(provider);
        expect(addWaste(rows.filter(isSame))).toEqual(addUp(mine.filter(isSame)));
      }
    }
  });

  test("of nothing is a real zero, with no attempt counted", async () => {
    const [scope] = scopes() as [Scope];
    const { rows, attempts: counted } = await getWaste(db, { ...scope, versionIds: [] });
    expect([addWaste(rows), counted]).toEqual([NO_WASTE, 0]);
  });
});

describe("reliability", () => {
  test("of endpoints is what attempts and served calls say, percentiles within 1% of the call that stands there", async () => {
    for (const scope of scopes()) {
      const isMine = within(scope, scope.range);
      const mine = attempts.filter(({ call }) => isMine(call));
      const found = await listEndpointReliability(db, scope);
      expect(found.map(({ endpoint, attempts: tried, served }) => [endpoint, tried, served])).toEqual(
        [...new Set(mine.map(({ endpoint }) => endpoint))].sort().map((endpoint) => {
          const there = mine.filter((row) => row.endpoint === endpoint);
          return [endpoint, there.length, there.filter(({ outcome }) => outcome === "served").length];
        }),
      );
      for (const { endpoint, firstTokenMs, totalMs } of found) {
        const served = calls.filter((call) => isMine(call) && call.outcome === "served" && call.servedEndpoint === endpoint);
        expectPercentiles(firstTokenMs, served.flatMap((call) => call.firstTokenMs ?? []));
        expectPercentiles(totalMs, served.map((call) => call.totalMs));
      }
    }
  });

  test("of calls counts those served, with fallback and without, and leaves out those whose client left", async () => {
    for (const scope of scopes()) {
      const mine = calls.filter(within(scope, scope.range));
      const served = mine.filter(({ outcome }) => outcome === "served");
      // By the candidate that served, not by what the rollups say of it.
      const rescued = served.filter(({ planPosition, rescued }) => planPosition !== 1 || rescued).length;
      const failed = mine.filter(({ outcome }) => outcome === "failed").length;
      const all = BigInt(served.length + failed);
      expect(await getCallReliability(db, scope)).toEqual({
        served: served.length, rescued, failed, aborted: mine.length - served.length - failed,
        withFallback: all === 0n ? null : ratio(BigInt(served.length), all),
        without: all === 0n ? null : ratio(BigInt(served.length - rescued), all),
      });
    }
  });
});

/** By the nearest rank of the sorted values themselves. */
function expectPercentiles(found: { p50: number | null; p95: number | null }, values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  for (const [percentile, share] of [[found.p50, 0.5], [found.p95, 0.95]] as const) {
    const value = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1];
    if (value === undefined) expect(percentile).toBeNull();
    else if (value < 1) expect(percentile).toBe(middleOfBucket(0));
    else expect(Math.abs((percentile ?? 0) / value - 1)).toBeLessThan(0.0101);
  }
}
