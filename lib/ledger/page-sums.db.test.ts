import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { DrainConnection } from "./drain-connection";
import type { CallWriter } from "./write-calls";
import { createCallWriter } from "./write-calls";
import { callRecords } from "./testing/records";

let database: TestDatabase;
let db: Db;
let drain: DrainConnection;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
  drain = new DrainConnection({ databaseUrl: database.url, timeoutMs: 20_000 });
});

afterAll(async () => {
  await drain.close();
  await db.$disconnect();
  await database.drop();
});

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE calls, attempts, call_rollups, attempt_rollups, endpoint_sums, outcome_sums`;
});

const SPANS = "(VALUES ('quarter', 900), ('hour', 3600), ('day', 86400)) AS span (unit, seconds)";
const START = "to_timestamp(floor(extract(epoch FROM c.started_at) / span.seconds) * span.seconds) AS bucket";

/** What is stored, and the same figures from the rows of calls and attempts. */
const QUERIES = {
  outcomes: [
    `SELECT team_id::text, unit, bucket, profile_version_id::text, outcome, calls::text, rescued::text, comparable::text,
       comparable_cost_pico::text, baseline_cost_pico::text
     FROM outcome_sums ORDER BY 1, 2, 3, 4, 5`,
    `SELECT c.team_id::text, span.unit, ${START}, c.profile_version_id::text, c.outcome, count(*)::text AS calls, sum(c.rescued::int)::text AS rescued,
       sum(c.comparable::int)::text AS comparable, sum(CASE WHEN c.comparable THEN c.cost_pico ELSE 0 END)::text AS comparable_cost_pico,
       sum(CASE WHEN c.comparable THEN c.baseline_cost_pico ELSE 0 END)::text AS baseline_cost_pico
     FROM calls c CROSS JOIN ${SPANS} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
  ],
  endpoints: [
    `SELECT team_id::text, unit, bucket, profile_version_id::text, tier, endpoint_id::text, endpoint, attempts::text, unknown::text,
       (auth_failures + credit_failures * 1000 + not_found_failures * 1000000)::text AS failures, served::text, served_known::text, served_tokens::text,
       served_cost_pico::text, primary_cost_pico::text, primary_known::text, waste_pico::text, aborted_pico::text, unserved_pico::text
     FROM endpoint_sums ORDER BY 1, 2, 3, 4, 5, 6, 7`,
    `SELECT a.team_id::text, span.unit, ${START}, c.profile_version_id::text, a.tier, a.endpoint_id::text, a.endpoint, count(*)::text AS attempts,
       sum(CASE WHEN a.cost_pico IS NULL THEN 1 ELSE 0 END)::text AS unknown,
       sum(CASE WHEN a.outcome <> 'failed' THEN 0 WHEN a.cause = 'auth' THEN 1 WHEN a.cause = 'credit' THEN 1000 WHEN a.cause = 'not_found' THEN 1000000 ELSE 0 END)::text AS failures,
       sum(CASE WHEN a.outcome = 'served' THEN 1 ELSE 0 END)::text AS served, sum(CASE WHEN a.outcome = 'served' AND a.cost_pico >= 0 THEN 1 ELSE 0 END)::text AS served_known,
       sum(CASE WHEN a.outcome = 'served' AND a.cost_pico >= 0 THEN coalesce(a.input + a.output, 0) ELSE 0 END)::text AS served_tokens,
       sum(CASE WHEN a.outcome = 'served' THEN coalesce(a.cost_pico, 0) ELSE 0 END)::text AS served_cost_pico,
       sum(CASE WHEN a.outcome = 'served' AND a.cost_pico >= 0 THEN coalesce(c.primary_cost_pico, 0) ELSE 0 END)::text AS primary_cost_pico,
       count(CASE WHEN a.outcome = 'served' AND a.cost_pico >= 0 THEN c.primary_cost_pico END)::text AS primary_known,
       sum(CASE WHEN a.outcome = 'failed' THEN coalesce(a.cost_pico, 0) ELSE 0 END)::text AS waste_pico,
       sum(CASE WHEN a.outcome = 'aborted' THEN coalesce(a.cost_pico, 0) ELSE 0 END)::text AS aborted_pico,
       sum(CASE WHEN c.outcome <> 'served' THEN coalesce(a.cost_pico, 0) ELSE 0 END)::text AS unserved_pico
     FROM attempts a JOIN calls c ON c.team_id = a.team_id AND c.id = a.call_id CROSS JOIN ${SPANS}
     GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7`,
  ],
} as const;

const calls = fc.sample(callRecords(), { numRuns: 900, seed: 21 });

async function expectSums() {
  for (const [stored, summed] of Object.values(QUERIES)) {
    const rows = await db.$queryRawUnsafe<object[]>(stored);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows).toEqual(await db.$queryRawUnsafe(summed));
  }
}

describe("the sums that pages are made of", () => {
  const writers: [string, () => CallWriter][] = [["a statement", () => createCallWriter(db)], ["the drain", () => drain.write]];

  it.each(writers)("are those of the rows, by quarter-hour, hour and day, when %s writes them", async (_name, open) => {
    const write = open();
    for (let at = 0; at < calls.length; at += 130) await write(calls.slice(at, at + 130));
    await expectSums();
    // Once more: what is there already counts for nothing.
    await write(calls.slice(50, 400));
    await expectSums();
  });

  it("are those of the rows when several write the same calls at the same time", async () => {
    const other = new DrainConnection({ databaseUrl: database.url, timeoutMs: 20_000 });
    const parts = Array.from({ length: 9 }, (_, index) => calls.slice(index * 100, (index + 1) * 100));
    const writeAll = async (write: CallWriter, order: readonly (typeof calls)[]) => {
      for (const part of order) await write(part);
    };
    try {
      await Promise.all([writeAll(drain.write, parts), writeAll(other.write, parts.toReversed()), writeAll(createCallWriter(db), parts)]);
    } finally {
      await other.close();
    }
    await expectSums();
  });
});
