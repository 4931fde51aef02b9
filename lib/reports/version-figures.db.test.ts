import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { middleOfBucket, logBucket } from "@/lib/core/log-bucket";
import { createDb, type Db } from "@/lib/db";
import { callRecords } from "@/lib/ledger/testing/records";
import { createCallWriter } from "@/lib/ledger/write-calls";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { listEndpointRecords } from "./endpoint-record";
import { listVersionFigures } from "./version-figures";

const DAY_MS = 86_400_000;
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

test("a version's figures, and an endpoint's record of a week, are what their calls add up to", async () => {
  const calls = fc.sample(callRecords(), { numRuns: 300, seed: 11 });
  await createCallWriter(db)(calls);
  const [teamId = ""] = calls.map((call) => call.teamId);
  const mine = calls.filter((call) => call.teamId === teamId);
  const versionIds = [...new Set(mine.map(({ profileVersionId }) => profileVersionId))];
  const figures = await listVersionFigures(db, teamId, versionIds);
  for (const id of versionIds) {
    const own = mine.filter(({ profileVersionId }) => profileVersionId === id);
    const attempts = own.flatMap((call) => call.attempts);
    const found = figures.get(id);
    expect(found?.calls).toMatchObject({ all: own.length, served: own.filter(({ outcome }) => outcome === "served").length });
    expect(found?.warc.spendPico).toBe(attempts.reduce((sum, { costPico }) => sum + (costPico ?? 0n), 0n));
  }
  expect(await listVersionFigures(db, teamId, [])).toEqual(new Map());

  const now = new Date(Math.max(...mine.map(({ startedAtMs }) => startedAtMs)));
  const since = (Math.floor(now.getTime() / DAY_MS) - 6) * DAY_MS;
  const week = mine.filter(({ startedAtMs }) => startedAtMs >= since);
  const records = await listEndpointRecords(db, teamId, now);
  const tried = week.flatMap((call) => call.attempts);
  expect([...records.keys()].sort()).toEqual([...new Set(tried.map(({ endpoint }) => endpoint))].sort());
  for (const [endpoint, record] of records) {
    const own = tried.filter((attempt) => attempt.endpoint === endpoint);
    expect([record.attempts, record.served]).toEqual([own.length, own.filter(({ outcome }) => outcome === "served").length]);
    const waited = week.filter(({ outcome, servedEndpoint }) => outcome === "served" && servedEndpoint === endpoint).map(({ totalMs }) => totalMs).sort((a, b) => a - b);
    const rank = waited[Math.max(1, Math.ceil(0.95 * waited.length)) - 1];
    expect(record.p95Ms).toBe(rank === undefined ? null : middleOfBucket(logBucket(rank)));
  }
});
