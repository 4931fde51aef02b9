import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { uuidv7Floor } from "@/lib/core/uuidv7";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import type { CallRecord } from "./record";
import { dropOldPartitions, makePartitionsAhead } from "./retention";
import { callRecords } from "./testing/records";
import { readRollups } from "./testing/sums";
import { Upkeep } from "./upkeep";
import { createCallWriter } from "./write-calls";

let database: TestDatabase;
let db: Db;

beforeEach(async () => {
  database = await createTestDatabase();
  db = createDb(database.url);
});
afterEach(async () => {
  vi.useRealTimers();
  await db.$disconnect();
  await database.drop();
});

const NOW = Date.UTC(2031, 2, 31, 23, 59);

async function partitions(): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname ~ '^(calls|attempts)_[0-9]' ORDER BY 1`;
  return rows.map(({ name }) => name);
}

/** A call with an attempt at the first moment of a month, and one at the last. */
function callsOf(year: number, month: number): CallRecord[] {
  const [sample] = fc.sample(callRecords(), { numRuns: 40, seed: 5 }).filter(({ attempts }) => attempts.length === 1);
  return [Date.UTC(year, month - 1), Date.UTC(year, month) - 1].map((startedAtMs) => {
    const at = (id: string) => uuidv7Floor(startedAtMs).slice(0, 14) + id.slice(14);
    return { ...(sample as CallRecord), id: at(sample?.id ?? ""), startedAtMs, attempts: (sample as CallRecord).attempts.map((attempt) => ({ ...attempt, id: at(attempt.id), startedAtMs })) };
  });
}

async function countRows() {
  const [counts] = await db.$queryRaw<object[]>`
    SELECT (SELECT count(*) FROM calls)::int AS calls, (SELECT count(*) FROM attempts)::int AS attempts`;
  return counts;
}

describe("keeping calls for some months", () => {
  it("drops whole months that are older, never a part of one, and leaves every sum", async () => {
    const write = createCallWriter(db);
    for (const [year, month] of [[2030, 1], [2030, 2], [2030, 3], [2031, 3]] as const) await write(callsOf(year, month));
    const sums = await readRollups(db);
    expect(await countRows()).toEqual({ calls: 8, attempts: 8 });

    // Thirteen months before the last day of March is February: what is younger lies in a month that begins in it.
    const dropped = await dropOldPartitions(db, 13, NOW);
    expect(dropped.filter((name) => name.includes("2030"))).toEqual(["calls_2030_01", "attempts_2030_01"]);
    expect((await partitions()).filter((name) => /203[01]/.test(name))).toEqual([
      "attempts_2030_02", "attempts_2030_03", "attempts_2031_03", "calls_2030_02", "calls_2030_03", "calls_2031_03",
    ]);
    expect(await countRows()).toEqual({ calls: 6, attempts: 6 });
    expect(await readRollups(db)).toEqual(sums);

    await dropOldPartitions(db, 1, NOW);
    expect(await countRows()).toEqual({ calls: 2, attempts: 2 });
    expect(await readRollups(db)).toEqual(sums);
  });

  it("takes a late call of a month that was dropped, by a writer that has written to it before", async () => {
    const write = createCallWriter(db);
    const [first, last] = callsOf(2021, 5) as [CallRecord, CallRecord];
    await write([first]);
    expect(await dropOldPartitions(db, 13, NOW)).toContain("calls_2021_05");
    await write([last]);
    expect(await countRows()).toEqual({ calls: 1, attempts: 1 });
  });

  it("drops the same months from several gateways at once while others write, and loses none of the rest", async () => {
    const others = [createDb(database.url), createDb(database.url)];
    const write = createCallWriter(db);
    for (const month of [1, 2, 3, 4, 5, 6]) await write(callsOf(2029, month));
    const recent = callsOf(2031, 3);
    const writing = Promise.all(
      Array.from({ length: 30 }, (_, index) => write([{ ...(recent[0] as CallRecord), id: `${recent[0]?.id.slice(0, -2)}${10 + index}`, attempts: [] }])),
    );
    await Promise.all([...others, ...others].flatMap((other) => [dropOldPartitions(other, 13, NOW), makePartitionsAhead(other, NOW)]));
    await writing;
    expect((await partitions()).filter((name) => name.includes("2029"))).toEqual([]);
    expect(await countRows()).toEqual({ calls: 30, attempts: 0 });
    for (const other of others) await other.$disconnect();
  });

  it("gives way to whoever reads for long, so that nobody waits behind it", async () => {
    await createCallWriter(db)(callsOf(2029, 1));
    const begunAt = performance.now();
    await db.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT count(*) FROM calls`;
      await expect(dropOldPartitions(db, 13, NOW)).rejects.toThrow(/lock timeout/);
    }, { timeout: 10_000 });
    expect(performance.now() - begunAt).toBeLessThan(5_000);
    expect(await countRows()).toEqual({ calls: 2, attempts: 2 });
  });
});

describe("upkeep", () => {
  const has = async (name: string) => (await partitions()).includes(name);
  const setClock = (atMs: number) => vi.useFakeTimers({ toFake: ["Date"], now: atMs });

  it("has the partitions of the next months ready at start by itself, and goes on day by day", async () => {
    setClock(Date.UTC(2031, 11, 31, 12));
    await createCallWriter(db)(callsOf(2030, 11));
    const log = vi.fn();
    const upkeep = new Upkeep({ db, keepMonths: 13, log });
    await vi.waitFor(async () => expect(await has("attempts_2032_02")).toBe(true), 10_000);
    await upkeep.stop();
    expect([await has("calls_2032_03"), await has("calls_2030_11")]).toEqual([false, true]);

    setClock(Date.UTC(2032, 0, 1, 12));
    expect(await upkeep.run()).toBe(86_400_000);
    expect([await has("attempts_2032_03"), await has("calls_2030_11")]).toEqual([true, false]);
    expect(log).toHaveBeenLastCalledWith("info", expect.stringMatching(/^calls older than 13 months are deleted: .*calls_2030_11, attempts_2030_11/));
  });

  it("drops nothing where calls are kept for ever, and tries again in a minute when the database is away", async () => {
    setClock(NOW);
    await createCallWriter(db)(callsOf(2021, 1));
    const log = vi.fn();
    const upkeep = new Upkeep({ db, keepMonths: 0, log });
    await upkeep.stop();
    const refused = vi.spyOn(db, "$executeRaw").mockRejectedValue(new Error("connect ECONNREFUSED"));
    expect([await upkeep.run(), await upkeep.run()]).toEqual([60_000, 60_000]);
    expect(log.mock.calls).toEqual([["warn", expect.stringContaining("ECONNREFUSED")]]);
    refused.mockRestore();
    expect(await upkeep.run()).toBe(86_400_000);
    expect([await has("attempts_2031_05"), await has("calls_2021_01")]).toEqual([true, true]);
  });
});
