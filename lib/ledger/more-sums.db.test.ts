import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { logBucket, parseHistogram, percentileOf } from "@/lib/core/log-bucket";
import { createDb, type Db } from "@/lib/db";
import { MIGRATIONS_DIR } from "@/prisma/migrate";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { DrainConnection } from "./drain-connection";
import type { CallRecord } from "./record";
import { addUpMore, readMore } from "./testing/more-sums";
import { callRecords } from "./testing/records";
import { addUpAttempts, addUpCalls, readRollups } from "./testing/sums";
import { type CallWriter, createCallWriter } from "./write-calls";

/** 50 in the long form. */
const RUNS = Number(process.env["ROUTELEDGER_TEST_RUNS"] ?? 6);

let database: TestDatabase;
let db: Db;
let drain: DrainConnection;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  drain = new DrainConnection({ databaseUrl: database.url, timeoutMs: 20_000 });
});
afterAll(async () => {
  drain.close();
  await db.$disconnect();
  await database.drop();
});
const forget = () => db.$executeRaw`
  TRUNCATE calls, attempts, call_rollups, attempt_rollups, call_rollup_days, attempt_rollup_days, latency_rollups, tag_rollups`;
beforeEach(forget);

/** Calls with few tags, so that none of them is `(other)`. */
const tags = fc.dictionary(fc.constantFrom("feature", "team", "ü\t'\"\\{},"), fc.constantFrom("a", "b", "", "NULL", "{x,\"y\"}\n"), { noNullPrototype: true });
const tagged = fc.tuple(callRecords(), tags).map(([call, tags]): CallRecord => ({ ...call, tags }));
const sample = (count: number, seed: number) => fc.sample(tagged, { numRuns: count, seed });

it("all of them are the sums of the rows, whoever has written what again and again", { timeout: 180_000 }, async () => {
  const calls = sample(500, 1);
  const batches = fc.array(fc.tuple(fc.nat({ max: 499 }), fc.integer({ min: 1, max: 150 }), fc.boolean()), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(batches, batches, async (mine, others) => {
      await forget();
      const work = async (writes: typeof mine, write: (isDrain: boolean) => CallWriter) => {
        for (const [start, count, isDrain] of writes) await write(isDrain)(calls.slice(start, start + count));
      };
      const other = new DrainConnection({ databaseUrl: database.url, timeoutMs: 20_000 });
      const statements = createCallWriter(db);
      await Promise.all([
        work(mine, (isDrain) => (isDrain ? drain.write : statements)),
        work(others, () => other.write),
      ]);
      other.close();
      const [stored, added] = [await readMore(db), await addUpMore(db)];
      for (const name of Object.keys(stored) as (keyof typeof stored)[]) {
        // What differs alone: whole tables would hide it.
        expect([name, stored[name].filter((row) => !added[name].includes(row)), added[name].filter((row) => !stored[name].includes(row))]).toEqual([name, [], []]);
      }
      expect(stored).toEqual(added);
      expect((await readRollups(db)).calls).toEqual(await addUpCalls(db));
      expect((await readRollups(db)).attempts).toEqual(await addUpAttempts(db));
    }),
    { numRuns: RUNS },
  );
});

it("a migration makes the same of what was booked before it", async () => {
  // Which knew of list prices alone, and had no columns for others yet.
  await drain.write(sample(800, 2).map((call) => ({ ...call, attempts: call.attempts.map((attempt) => ({ ...attempt, listPrice: null })) })));
  await db.$executeRaw`ALTER TABLE attempt_rollup_days ALTER list_price_id SET DEFAULT '00000000-0000-0000-0000-000000000000', ALTER list_price_step SET DEFAULT 0`;
  const booked = await readMore(db);
  expect(booked.tags.length).toBeGreaterThan(100);
  await db.$executeRaw`TRUNCATE call_rollup_days, attempt_rollup_days, latency_rollups, tag_rollups`;
  const [name = ""] = readdirSync(MIGRATIONS_DIR).filter((name) => name.endsWith("day_latency_tag_rollups"));
  const sql = readFileSync(join(MIGRATIONS_DIR, name, "migration.sql"), "utf8");
  const statements = sql.slice(sql.indexOf("INSERT INTO")).split(/;\n/).filter((text) => text.trim() !== "");
  expect(statements).toHaveLength(4);
  for (const statement of statements) await db.$executeRawUnsafe(statement);
  expect(await readMore(db)).toEqual(booked);
});

it("percentiles of any range come from one sum", async () => {
  const calls = sample(400, 3);
  await drain.write(calls);
  const [row] = await db.$queryRaw<{ total: string; calls: string }[]>`
    SELECT sum(total_ms)::text AS total, sum(calls)::text AS calls FROM latency_rollups WHERE unit = 'day'`;
  expect(row?.calls).toBe("400");
  const sorted = calls.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  expect(logBucket(percentileOf(parseHistogram(row?.total ?? ""), 0.95) ?? 0)).toBe(logBucket(sorted[379] ?? 0));
});

it("tags beyond a bound, or too long, count as others, once for each call, and sums stay whole", async () => {
  const [call] = sample(1, 4) as [CallRecord];
  const many = (count: number, name: (index: number) => Record<string, string>) =>
    fc.sample(callRecords(), { numRuns: count, seed: 5 }).map((other, index) => ({ ...other, teamId: call.teamId, startedAtMs: call.startedAtMs, tags: name(index) }));
  const long = "x".repeat(300);
  const fresh = new DrainConnection({ databaseUrl: database.url, timeoutMs: 20_000 });
  await fresh.write(many(300, (index) => ({ user: `u${index}`, [`key ${index}`]: "1", [`${long} ${index}`]: "2", "(other)": "3", feature: long })));
  fresh.close();
  const rows = await db.$queryRaw<{ tag: string; value: string; calls: number }[]>`
    SELECT tag, value, sum(calls)::int AS calls FROM tag_rollups WHERE unit = 'day' GROUP BY 1, 2`;
  const callsOf = (tag: string, value: string) => rows.find((row) => row.tag === tag && row.value === value)?.calls;
  expect(rows.filter(({ tag }) => tag === "user")).toHaveLength(201);
  expect([callsOf("user", "(other)"), callsOf("feature", "(other)"), callsOf("(other)", "(other)")]).toEqual([100, 300, 300]);
  expect(new Set(rows.map(({ tag }) => tag)).size).toBe(51);
});
