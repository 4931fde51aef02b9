import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Drain } from "./drain";
import { Journal } from "./journal/journal";
import { type JournalFolder, openJournalFolder } from "./journal/journal-file";
import type { JournalBatch } from "./journal/journal-reader";
import { encodeRecord } from "./journal/record-codec";
import { FaultDisk } from "./journal/testing/fault-folder";
import type { CallRecord } from "./record";
import { openQuarantine } from "./set-aside";
import { callRecords } from "./testing/records";
import { makeTemporaryFolder } from "./testing/temporary-folder";
import type { CallWriter } from "./write-calls";

const away = new Error("connect ECONNREFUSED");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function open(disk: FaultDisk, write: CallWriter, folder: JournalFolder = disk.start()) {
  vi.advanceTimersByTime(1);
  const log = vi.fn();
  const journal: Journal = await Journal.open({
    folder, owner: "1 1", isOwnerAlive: () => false, fsync: "batch", maxBytes: 1e9, segmentBytes: 1e5, log, onAppended: () => drain.notify(),
  });
  const drain: Drain = new Drain({ journal, write, quarantine: openQuarantine(folder), log });
  drain.notify();
  return { journal, drain, log };
}

const sample = (count: number) => fc.sample(callRecords(), { numRuns: count, seed: 3 });
const append = (journal: Journal, calls: CallRecord[]) => Promise.all(calls.map((call) => journal.append(encodeRecord(call))));
const ids = (calls: readonly CallRecord[]) => calls.map(({ id }) => id);
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

it("leaves calls in the journal until the database has committed them", async () => {
  const disk = new FaultDisk(1);
  const calls = sample(150);
  const asked = vi.fn<CallWriter>(() => new Promise(() => undefined));
  const { journal, drain } = await open(disk, asked);
  // In segments of their own, so that what is let go is deleted.
  for (const call of calls) await append(journal, [call]);
  void drain.flush();
  await settle();
  expect(asked).toHaveBeenCalledTimes(1);
  disk.kill();

  const written: CallRecord[] = [];
  const next = await open(disk, (batch) => Promise.resolve(void written.push(...batch)));
  await next.drain.flush();
  expect(ids(written)).toEqual(ids(calls));
});

it("holds one batch at a time, however much is waiting", async () => {
  const calls = sample(5_400);
  const sizes: number[] = [];
  let atOnce = 0;
  const { journal, drain } = await open(new FaultDisk(1), async (batch) => {
    expect(++atOnce).toBe(1);
    sizes.push(batch.length);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce -= 1;
  });
  await append(journal, calls);
  await drain.flush();
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_400);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
});

it("asks a database that is away ever more rarely, at moments that no other gateway shares, and says so once", async () => {
  const tries: number[] = [];
  const { journal, drain, log } = await open(new FaultDisk(1), () => {
    tries.push(Date.now());
    return Promise.reject(away);
  });
  await append(journal, sample(3));
  for (let second = 0; second < 600; second++) {
    vi.advanceTimersByTime(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const waits = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(waits[0]).toBeLessThanOrEqual(200);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5_100);
  const late = waits.slice(8);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(2_400);
  expect(new Set(late).size).toBeGreaterThan(late.length / 2);
  expect(log.mock.calls).toEqual([["warn", expect.stringContaining("waits for its database, calls stay in the journal: connect ECONNREFUSED")]]);
  expect(drain.status().failing).toBe("connect ECONNREFUSED");
  await drain.stop();
});

it("keeps in memory where calls are, not the calls, however long the database is away", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const write = vi.fn<CallWriter>(() => Promise.reject(away));
  const { journal, drain } = await open(new FaultDisk(1), write, await openJournalFolder(await makeTemporaryFolder()));
  const reads = vi.spyOn(journal, "readBatch");
  const calls = sample(200);
  const heapAfter = async (turns: number) => {
    for (let turn = 0; turn < turns; turn++) await append(journal, calls);
    await settle();
    collect();
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  };
  await heapAfter(20);
  // A real file is read in its own time: the first batch and the one behind it are to be there when the counting begins.
  const hasRead = () => reads.mock.settledResults.filter(({ type }) => type === "fulfilled").length >= 2;
  while (write.mock.calls.length === 0 || !hasRead()) await settle();
  const before = await heapAfter(0);
  let after = await heapAfter(50);
  // What is collected is given back by another thread, in its own time.
  for (let tries = 0; tries < 100 && after - before >= 2_000_000; tries++) after = await heapAfter(0);
  expect(journal.status()).toMatchObject({ pendingRecords: 14_000 });
  // Ten thousand calls of half a kilobyte and more were added.
  expect(journal.status().bytes).toBeGreaterThan(7_000_000);
  expect(after - before).toBeLessThan(2_000_000);
  await drain.stop();
  await journal.close();
});

it("says so when a part of the journal is gone, and goes on behind it", async () => {
  const written: string[] = [];
  const folder = await openJournalFolder(await makeTemporaryFolder());
  const { journal, drain, log } = await open(new FaultDisk(1), (calls) => Promise.resolve(void written.push(...ids(calls))), folder);
  const calls = sample(3);
  const read = journal.readBatch.bind(journal);
  let lost: JournalBatch | null = null;
  vi.spyOn(journal, "readBatch").mockImplementation(async (limit, after) => {
    const batch = await read(limit, after);
    return batch && !lost ? (lost = { ...batch, payloads: [], isGone: true }) : batch;
  });
  await append(journal, calls.slice(0, 1));
  await drain.flush();
  await append(journal, calls.slice(1));
  await drain.flush();
  expect(written).toEqual(ids(calls.slice(1)));
  expect(log).toHaveBeenCalledWith("warn", expect.stringMatching(/^journal .* is gone: /));
  await drain.stop();
  await journal.close();
});
