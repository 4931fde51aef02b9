import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UNIT_CLASSES } from "@/lib/core/usage";
import { createDb, type Db } from "@/lib/db";
import type { CallRecord } from "@/lib/ledger/record";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { listKeyFigures, listLastUsed } from "./key-figures";
import { listEndpointUse } from "./endpoint-use";
import { sumMixes } from "@/lib/core/price-mix";
import { LAST_SEEN_DAYS, listLastSeen } from "./provider-list";

const DAY_MS = 24 * 3_600_000;
const QUARTER_MS = 900_000;
let database: TestDatabase;
let db: Db;
let calls: CallRecord[];

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  calls = fc.sample(callRecords(), { numRuns: 300, seed: 11 });
  await createCallWriter(db)(calls);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const quarterOf = (ms: number) => Math.floor(ms / QUARTER_MS) * QUARTER_MS;
const attemptsOf = (teamId: string, fromMs: number, toMs: number) =>
  calls
    .filter((call) => call.teamId === teamId && call.startedAtMs >= fromMs && call.startedAtMs < toMs)
    .flatMap((call) => call.attempts.map((attempt) => ({ ...attempt, call })));

test("the use of endpoints and what was seen last are what the records themselves add up to", async () => {
  const times = calls.map(({ startedAtMs }) => startedAtMs).sort((a, b) => a - b);
  const middle = quarterOf(times[Math.floor(times.length / 2)] ?? 0);
  for (const teamId of new Set(calls.map((call) => call.teamId))) {
    // Neither end is on a day, so that both rollups have a part in it.
    const range = { from: new Date(middle - 9 * DAY_MS - 3 * QUARTER_MS), to: new Date(middle + 2 * DAY_MS + QUARTER_MS) };
    const use = await listEndpointUse(db, { teamId, range, zone: "UTC", versionIds: null });
    const attempts = attemptsOf(teamId, range.from.getTime(), range.to.getTime());
    expect(attempts.length).toBeGreaterThan(0);
    const expected = [...new Set(attempts.map(({ endpointId }) => endpointId))].map((id) => {
      const own = attempts.filter(({ endpointId }) => endpointId === id);
      const served = own.filter(({ outcome }) => outcome === "served");
      const sum = (name: (typeof UNIT_CLASSES)[number] | "perRequest") => served.reduce((all, { classes }) => all + BigInt(classes?.[name].units ?? 0), 0n);
      const units = Object.fromEntries(UNIT_CLASSES.map((name) => [name, sum(name)]));
      const tokens = UNIT_CLASSES.reduce((all, name) => all + sum(name), 0n);
      return [id, { attempts: own.length, served: served.length, unknown: served.filter(({ basis }) => basis === "unknown").length, mix: { units, requests: sum("perRequest"), tokens } }] as const;
    });
    expect(use).toEqual(new Map(expected));
    const served = attempts.filter(({ outcome }) => outcome === "served");
    expect(sumMixes([...use.values()].map(({ mix }) => mix)).units.output).toBe(served.reduce((all, { classes }) => all + BigInt(classes?.output.units ?? 0), 0n));

    const lastMs = times.at(-1) ?? 0;
    const seen = await listLastSeen(db, teamId, new Date(lastMs));
    const recent = attemptsOf(teamId, Math.ceil((lastMs - LAST_SEEN_DAYS * DAY_MS) / DAY_MS) * DAY_MS, Infinity);
    const last = (endpointId: string, outcome: string) => {
      const found = recent.filter((attempt) => attempt.endpointId === endpointId && attempt.outcome === outcome).map(({ call }) => quarterOf(call.startedAtMs));
      return found.length === 0 ? null : new Date(Math.max(...found));
    };
    expect(seen.size).toBeGreaterThan(0);
    for (const [endpointId, times] of seen) expect(times).toEqual({ success: last(endpointId, "served"), failure: last(endpointId, "failed") });
  }
});

test("what keys did is what their records add up to", async () => {
  const times = calls.map(({ startedAtMs }) => startedAtMs).sort((a, b) => a - b);
  const fromMs = quarterOf(times[20] ?? 0);
  const range = { from: new Date(fromMs), to: new Date(quarterOf(times.at(-20) ?? 0)) };
  for (const teamId of new Set(calls.map((call) => call.teamId))) {
    const mine = calls.filter((call) => call.teamId === teamId);
    const inside = mine.filter(({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < range.to.getTime());
    const expected = [...new Set(inside.map(({ apiKeyId }) => apiKeyId))].map((key) => {
      const own = inside.filter(({ apiKeyId }) => apiKeyId === key);
      const attempts = own.flatMap((call) => call.attempts);
      const unknownAttempts = attempts.filter(({ basis }) => basis === "unknown").length;
      return [key, { calls: own.length, costPico: attempts.reduce((all, { costPico }) => all + (costPico ?? 0n), 0n), unknownAttempts }] as const;
    });
    expect(await listKeyFigures(db, { teamId, range, zone: "UTC", versionIds: null })).toEqual(new Map(expected));
    for (const [key, day] of await listLastUsed(db, teamId, new Date(times.at(-1) ?? 0))) {
      const last = Math.max(...mine.filter(({ apiKeyId }) => apiKeyId === key).map(({ startedAtMs }) => startedAtMs));
      expect(day.getTime()).toBe(Math.floor(last / DAY_MS) * DAY_MS);
    }
  }
});

test("of a team without calls there is nothing", async () => {
  const teamId = "00000000-0000-7000-8000-00000000abcd";
  const now = new Date();
  expect((await listEndpointUse(db, { teamId, range: { from: new Date(0), to: new Date(DAY_MS) }, zone: "UTC", versionIds: null })).size).toBe(0);
  expect((await listLastSeen(db, teamId, now)).size).toBe(0);
});
