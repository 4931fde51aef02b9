import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { type Ledger, openLedger } from "./ledger";
import type { CallRecord } from "./record";
import { DEFAULT_OPTIONS, MODES } from "./testing/default-options";
import { Door } from "./testing/door";
import { callRecords } from "./testing/records";
import { addUpAttempts, addUpCalls, readRollups } from "./testing/sums";
import { makeTemporaryFolder } from "./testing/temporary-folder";

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

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE calls, attempts, call_rollups, attempt_rollups`;
});

const NOWHERE = "postgresql://postgres@127.0.0.1:1/none";
const sample = (count: number, seed: number) => fc.sample(callRecords(), { numRuns: count, seed });
const recordAll = (ledger: Ledger, calls: CallRecord[]) => Promise.all(calls.map((call) => ledger.record(call)));
const ids = (calls: { id: string }[]) => calls.map((call) => call.id).sort();
const storedIds = async () => ids(await db.call.findMany({ select: { id: true } }));
const journalFiles = async (dataDir: string) => readdir(join(dataDir, "journal"));

async function open(options: Partial<Parameters<typeof openLedger>[0]> = {}) {
  const dataDir = await makeTemporaryFolder();
  const log = vi.fn();
  const ledger = await openLedger({ ...DEFAULT_OPTIONS, db, databaseUrl: database.url, dataDir, log, ...options });
  return { ledger, dataDir, log };
}

describe.each(Object.entries(MODES))("the ledger, drained %s,", (_mode, mode) => {
  it.each(["batch", "always"] as const)("brings recorded calls to Postgres by itself (fsync=%s)", async (fsync) => {
    const { ledger, dataDir } = await open({ ...mode, fsync });
    const calls = sample(700, 10);
    await recordAll(ledger, calls);
    await vi.waitUntil(() => ledger.status().pendingCalls === 0, { timeout: 10_000 });
    expect(await storedIds()).toEqual(ids(calls));
    expect(ledger.status()).toMatchObject({ oldestPendingMs: null, failing: null, journalFailing: null });
    expect(ledger.status().lastDrainAtMs).toBeGreaterThan(Date.now() - 10_000);
    await ledger.close();
    expect(await journalFiles(dataDir)).toEqual([]);
  });

  it("leaves what it did not write to the next one", async () => {
    const { ledger, dataDir } = await open({ ...mode, databaseUrl: NOWHERE });
    const calls = sample(40, 11);
    await recordAll(ledger, calls);
    expect(ledger.status()).toMatchObject({ pendingCalls: 40 });
    expect(ledger.status().oldestPendingMs).toBeLessThan(60_000);
    await ledger.close();

    const next = await openLedger({ ...DEFAULT_OPTIONS, ...mode, db, databaseUrl: database.url, dataDir });
    expect(next.status()).toMatchObject({ pendingCalls: 40 });
    await next.flush();
    expect(await storedIds()).toEqual(ids(calls));
    await next.close();
  });

  it("gives up a flush when its signal says so, and still writes later", async () => {
    const { ledger } = await open({ ...mode, databaseUrl: NOWHERE });
    await recordAll(ledger, sample(3, 12));
    await expect(ledger.flush(AbortSignal.timeout(50))).rejects.toThrow(/timeout/i);
    const failing = expect.stringContaining("127.0.0.1:1") as string;
    await vi.waitFor(() => expect(ledger.status()).toMatchObject({ pendingCalls: 3, failing }), 5_000);
    await ledger.close();
  });

  it("flushes at once when there is nothing to write", async () => {
    const { ledger } = await open(mode);
    await ledger.flush();
    await ledger.close();
    await expect(ledger.record(sample(1, 13)[0] as CallRecord)).rejects.toThrow(/closed/);
  });
});

describe.each(Object.entries(MODES))("Postgres away, drained %s,", (_mode, mode) => {
  it("lets calls go on, and everything is written once when it is back", async () => {
    const door = await Door.create(database.url);
    await door.shut();
    const { ledger, log } = await open({ ...mode, databaseUrl: door.url });
    const calls = sample(1_200, 20);
    await recordAll(ledger, calls.slice(0, 600));
    await vi.waitUntil(() => ledger.status().failing !== null, { timeout: 5_000 });
    await recordAll(ledger, calls.slice(600));
    expect(ledger.status()).toMatchObject({ pendingCalls: 1_200, journalFailing: null });

    await door.open();
    await ledger.flush(AbortSignal.timeout(15_000));
    expect(await storedIds()).toEqual(ids(calls));
    expect((await readRollups(db)).calls).toEqual(await addUpCalls(db));
    const messages = log.mock.calls.map(([, message]) => String(message)).filter((message) => !message.includes("partitions"));
    expect(messages).toEqual([expect.stringContaining("waits for its database"), expect.stringContaining("to the database again")]);
    await ledger.close();
    await door.shut();
  });

  it("may kill every connection again and again, and nothing is lost or doubled", async () => {
    const url = new URL(database.url);
    url.searchParams.set("application_name", "drained");
    const { ledger } = await open({ ...mode, databaseUrl: url.href });
    const calls = sample(3_000, 21);
    await recordAll(ledger, calls.slice(0, 100));
    await ledger.flush();
    let killed = 0;
    for (let start = 100; start < calls.length; start += 100) {
      await recordAll(ledger, calls.slice(start, start + 100));
      killed += (
        await db.$queryRaw<unknown[]>`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'drained'`
      ).length;
    }
    expect(killed).toBeGreaterThan(0);
    await ledger.flush(AbortSignal.timeout(15_000));
    expect(await storedIds()).toEqual(ids(calls));
    expect((await readRollups(db)).calls).toEqual(await addUpCalls(db));
    expect((await readRollups(db)).attempts).toEqual(await addUpAttempts(db));
    await ledger.close();
  });
});

describe("a journal at its bound", () => {
  const small = { journalMaxBytes: 64 * 1024 };

  it("refuses calls from a little before it, so that those under way can still be recorded", async () => {
    const { ledger, log } = await open({ ...small, databaseUrl: NOWHERE });
    const calls = sample(400, 40);
    let begun = 0;
    for (; ledger.status().journalFailing === null; begun++) await ledger.record(calls[begun] as CallRecord);
    expect(ledger.status().journalFailing).toMatch(/bound/);
    await ledger.record(calls[begun] as CallRecord);
    expect(ledger.status().unrecorded).toEqual({ calls: 0, costPico: 0n });

    // Beyond the bound itself nothing fits: what was made all the same is counted, and its client told.
    const rest = await Promise.allSettled(calls.slice(begun + 1).map((call) => ledger.record(call)));
    const refused = rest.filter(({ status }) => status === "rejected").length;
    expect(refused).toBeGreaterThan(200);
    expect(ledger.status()).toMatchObject({ unrecorded: { calls: refused }, pendingCalls: calls.length - refused });
    expect(ledger.status().journalBytes).toBeLessThanOrEqual(small.journalMaxBytes);
    await ledger.close();
    expect(log).toHaveBeenLastCalledWith("error", expect.stringContaining(`unrecorded calls since the start: ${refused}, of`));
  });

  it("serves on unrecorded where that is configured, counts them with their cost, and books again once there is room", async () => {
    const door = await Door.create(database.url);
    await door.shut();
    const { ledger } = await open({ ...small, databaseUrl: door.url, onJournalFull: "serve" });
    const calls = sample(400, 41);
    const isKept = await Promise.all(calls.map((call) => ledger.record(call)));
    const { pendingCalls, unrecorded, unrecording, journalFailing } = ledger.status();
    expect(isKept.filter(Boolean)).toHaveLength(pendingCalls);
    expect([journalFailing, unrecording]).toEqual([null, expect.stringMatching(/bound/)]);
    expect(pendingCalls + unrecorded.calls).toBe(calls.length);

    await door.open();
    await ledger.flush(AbortSignal.timeout(15_000));
    expect(ledger.status()).toMatchObject({ unrecording: null, unrecorded });
    await recordAll(ledger, sample(5, 42));
    await ledger.flush(AbortSignal.timeout(15_000));
    expect(await storedIds()).toHaveLength(pendingCalls + 5);
    const known = [...calls, ...sample(5, 42)].flatMap((call) => call.attempts).reduce((sum, attempt) => sum + (attempt.costPico ?? 0n), 0n);
    const [stored] = await db.$queryRaw<{ sum: string }[]>`SELECT sum(cost_pico)::text AS sum FROM calls`;
    expect(BigInt(stored?.sum ?? 0) + unrecorded.costPico).toBe(known);
    await ledger.close();
    await door.shut();
  });
});

describe("a call that Postgres refuses", () => {
  it("is set aside with its amounts kept, and stops no other", async () => {
    const calls = sample(800, 30);
    const withCost = calls.filter((call) => call.attempts.some((attempt) => (attempt.costPico ?? 0n) > 0n));
    const poison = withCost.filter((_, index) => index % 90 === 7);
    expect(poison.length).toBeGreaterThan(3);
    const spoilt = calls.map((call) => (poison.includes(call) ? { ...call, overheadUs: 2 ** 40 } : call));
    const { ledger, dataDir, log } = await open();
    await recordAll(ledger, spoilt);
    await ledger.flush(AbortSignal.timeout(15_000));

    expect(await storedIds()).toEqual(ids(calls));
    const known = calls.flatMap((call) => call.attempts).reduce((sum, attempt) => sum + (attempt.costPico ?? 0n), 0n);
    const [spend] = await db.$queryRaw<object[]>`SELECT sum(cost_pico)::text AS sum FROM attempt_rollups`;
    expect(spend).toEqual({ sum: String(known) });

    const [file = ""] = (await journalFiles(dataDir)).filter((name) => name.startsWith("quarantine"));
    const lines = (await readFile(join(dataDir, "journal", file), "utf8")).trim().split("\n").map((line) => JSON.parse(line) as { reason: string; call: CallRecord });
    expect(ids(lines.map((line) => line.call))).toEqual(ids(poison));
    expect(lines[0]).toMatchObject({ reason: expect.stringContaining("22003") as string, call: { overheadUs: 2 ** 40 } });
    expect(log.mock.calls.filter(([, message]) => String(message).includes("its amounts are in the ledger"))).toHaveLength(poison.length);
    await ledger.close();
  });

  it("is missing when its amounts are what cannot be stored, and the log says so", async () => {
    const [call, other] = sample(50, 31).filter((call) => call.attempts.length > 0) as [CallRecord, CallRecord];
    const attempts = call.attempts.map((attempt) => ({ ...attempt, costPico: 10n ** 19n }));
    const { ledger, log } = await open();
    await recordAll(ledger, [{ ...call, attempts }, other]);
    await ledger.flush(AbortSignal.timeout(15_000));
    expect(await storedIds()).toEqual([other.id]);
    expect(log).toHaveBeenCalledWith("error", expect.stringContaining("its amounts are missing"));
    await ledger.close();
  });

  it("is not refused for texts that clients choose", async () => {
    const [call] = sample(1, 32) as [CallRecord];
    const { ledger } = await open();
    await ledger.record({ ...call, requestedModel: "a\0b\ud800", tags: { "k\0": "\udfff".repeat(100_000) } });
    await ledger.flush(AbortSignal.timeout(15_000));
    const [stored] = await db.call.findMany();
    expect(stored).toMatchObject({ requestedModel: "ab\ufffd", tags: { k: "\ufffd".repeat(512) } });
    await ledger.close();
  });
});
