import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { uuidv7 } from "@/lib/core/uuidv7";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { describeDatabaseFault } from "./database-fault";
import { DrainConnection } from "./drain-connection";
import type { CallRecord } from "./record";
import { callRecords } from "./testing/records";
import { addUpAttempts, addUpCalls, readRollups } from "./testing/sums";
import { createCallWriter } from "./write-calls";

let database: TestDatabase;
let db: Db;
let connections: DrainConnection[] = [];

const connect = () => {
  const connection = new DrainConnection({ databaseUrl: database.url, timeoutMs: 20_000 });
  connections.push(connection);
  return connection.write;
};
const WRITERS = { "with a statement": () => createCallWriter(db), "by the drain": connect };

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});

afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

afterEach(() => {
  for (const connection of connections) connection.close();
  connections = [];
});

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE calls, attempts, call_rollups, attempt_rollups`;
});

const sample = (count: number, seed: number) => fc.sample(callRecords(), { numRuns: count, seed });
const chunk = <T>(items: T[], size: number) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

async function readEverything() {
  const [counts] = await db.$queryRaw<object[]>`
    SELECT (SELECT count(*) FROM calls)::int AS calls, (SELECT count(*) FROM attempts)::int AS attempts`;
  return { counts, rollups: await readRollups(db) };
}

describe.each(Object.entries(WRITERS))("writing calls %s", (_name, open) => {
  it("adds up in both rollups to what the rows add up to, to the last pico", async () => {
    const calls = sample(1_500, 1);
    const write = open();
    for (const batch of chunk(calls, 173)) await write(batch);

    const rollups = await readRollups(db);
    expect(rollups.calls).toEqual(await addUpCalls(db));
    expect(rollups.attempts).toEqual(await addUpAttempts(db));
    expect(rollups.calls.length).toBeLessThan(calls.length);

    const known = calls.flatMap((call) => call.attempts).reduce((sum, attempt) => sum + (attempt.costPico ?? 0n), 0n);
    const [sums] = await db.$queryRaw<{ rows: string; rollup: string }[]>`
      SELECT (SELECT sum(cost_pico) FROM calls)::text AS rows, (SELECT sum(cost_pico) FROM attempt_rollups)::text AS rollup`;
    expect(sums).toEqual({ rows: String(known), rollup: String(known) });
  });

  it("adds up by class as the records do", async () => {
    const calls = sample(300, 2);
    await open()(calls);
    const expected: Record<string, bigint> = {};
    for (const { classes } of calls.flatMap((call) => call.attempts)) {
      for (const [name, { units, costPico }] of Object.entries(classes ?? {})) {
        expected[`${name} units`] = (expected[`${name} units`] ?? 0n) + BigInt(units);
        expected[`${name} cost`] = (expected[`${name} cost`] ?? 0n) + costPico;
      }
    }
    const [stored] = await db.$queryRaw<Record<string, string>[]>`
      SELECT sum(input_units)::text AS "input units", sum(input_cost_pico)::text AS "input cost",
        sum(cached_input_units)::text AS "cachedInput units", sum(cached_input_cost_pico)::text AS "cachedInput cost",
        sum(cache_write_5m_units)::text AS "cacheWrite5m units", sum(cache_write_5m_cost_pico)::text AS "cacheWrite5m cost",
        sum(cache_write_1h_units)::text AS "cacheWrite1h units", sum(cache_write_1h_cost_pico)::text AS "cacheWrite1h cost",
        sum(output_units)::text AS "output units", sum(output_cost_pico)::text AS "output cost",
        sum(reasoning_units)::text AS "reasoning units", sum(reasoning_cost_pico)::text AS "reasoning cost",
        sum(request_units)::text AS "perRequest units", sum(request_cost_pico)::text AS "perRequest cost"
      FROM attempt_rollups`;
    expect(stored).toEqual(Object.fromEntries(Object.entries(expected).map(([name, sum]) => [name, String(sum)])));
  });

  it("keeps every field of a call and its attempts", async () => {
    const call = sample(50, 3).find((call) => call.outcome === "served" && call.attempts.length > 1 && call.attempts[0]?.usage);
    if (!call) throw new Error("no sample");
    await open()([call]);
    const stored = await db.call.findUniqueOrThrow({ where: { teamId_id: { teamId: call.teamId, id: call.id } } });
    expect(stored).toMatchObject({
      startedAt: new Date(call.startedAtMs),
      profileVersionId: call.profileVersionId,
      profileSlug: call.profileSlug,
      requestedModel: call.requestedModel,
      outcome: "served",
      cause: "",
      servedTier: call.servedTier,
      servedEndpoint: call.servedEndpoint,
      planPosition: call.planPosition,
      plan: call.plan,
      tags: call.tags,
      attemptCount: call.attempts.length,
      primaryCostPico: call.primaryCostPico,
      totalMs: call.totalMs,
    });
    const attempts = await db.attempt.findMany({ where: { teamId: call.teamId, callId: call.id }, orderBy: { number: "asc" } });
    expect(attempts.map(({ id, number, costPico, basis, input, priceId }) => ({ id, number, costPico, basis, input, priceId }))).toEqual(
      call.attempts.map(({ id, number, costPico, basis, usage, priceId }) => ({ id, number, costPico, basis, input: usage?.input ?? null, priceId })),
    );
  });

  it("changes nothing when calls come again, in the same batch or in another", async () => {
    const calls = sample(120, 4);
    const write = open();
    await write([...calls, ...calls]);
    const once = await readEverything();
    expect(once.counts).toMatchObject({ calls: 120 });
    for (const batch of chunk(calls.toReversed(), 50)) await write(batch);
    expect(await readEverything()).toEqual(once);
  });

  it("counts every call once when several processes write the same ones at the same time", async () => {
    const calls = sample(600, 5);
    const orders = [calls, calls.toReversed(), [...calls.slice(300), ...calls.slice(0, 300)], calls];
    await Promise.all(
      orders.map(async (order, index) => {
        // Of whichever kind, for releases differ.
        const write = index === 0 ? createCallWriter(db) : open();
        for (const batch of chunk(order, 100)) await write(batch);
      }),
    );
    expect((await readEverything()).counts).toMatchObject({ calls: 600 });
    expect((await readRollups(db)).calls).toEqual(await addUpCalls(db));
    expect((await readRollups(db)).attempts).toEqual(await addUpAttempts(db));
  });

  it("lets several writers meet months that nobody has written to", async () => {
    const calls = sample(60, 9).flatMap((call, index) => {
      const startedAtMs = Date.UTC(2027, index % 30, 5);
      const id = () => uuidv7(startedAtMs, randomBytes(10));
      return { ...call, id: id(), startedAtMs, attempts: call.attempts.map((attempt) => ({ ...attempt, id: id(), startedAtMs })) };
    });
    await Promise.all([0, 1, 2].map(async (writer) => {
      const write = open();
      for (const batch of chunk([...calls.slice(writer * 20), ...calls.slice(0, writer * 20)], 4)) await write(batch);
    }));
    expect((await readEverything()).counts).toMatchObject({ calls: 60 });
    expect((await readRollups(db)).calls).toEqual(await addUpCalls(db));
    for (const parent of ["calls", "attempts"]) {
      for (let month = 0; month < 30; month++) {
        const [year, number] = [2027 + Math.floor(month / 12), String((month % 12) + 1).padStart(2, "0")];
        await db.$executeRawUnsafe(`DROP TABLE ${parent}_${year}_${number}`);
      }
    }
  });

  it("writes nothing at all when one call is refused", async () => {
    const [good, bad] = sample(2, 6) as [CallRecord, CallRecord];
    const write = open();
    await expect(write([good, { ...bad, totalMs: 2 ** 40 }])).rejects.toSatisfy((error) => describeDatabaseFault(error).includes("22003"));
    expect((await readEverything()).counts).toEqual({ calls: 0, attempts: 0 });
  });

  it("keeps texts with every character that a format could take for its own", async () => {
    const [call] = sample(1, 7) as [CallRecord];
    const text = 'a\tb\nc\rd\\e"f\'g,{h}\\N é😀\u0001';
    await open()([{ ...call, requestedModel: text, tags: { [text]: text }, servedEndpoint: text }]);
    expect(await db.call.findFirstOrThrow()).toMatchObject({ requestedModel: text, tags: { [text]: text }, servedEndpoint: text });
    expect(await db.callRollup.findFirstOrThrow()).toMatchObject({ servedEndpoint: text });
  });

  it("makes the partitions of months that nobody has written to yet", async () => {
    const [call] = sample(1, 8) as [CallRecord];
    const id = `018d${call.id.slice(4)}`;
    await open()([{ ...call, id, startedAtMs: parseInt("018d", 16) * 2 ** 32, attempts: [] }]);
    const [row] = await db.$queryRaw<object[]>`SELECT tableoid::regclass::text AS partition FROM calls`;
    expect(row).toEqual({ partition: "calls_2024_02" });
  });
});
