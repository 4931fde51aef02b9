import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";
import { createDb } from "@/lib/db";
import { createTestDatabase } from "@/scripts/testing/database";
import { getProgram } from "@/scripts/testing/programs";
import { openLedger } from "./ledger";
import { expectBooked, makeCalls } from "./testing/booked";
import { DEFAULT_OPTIONS } from "./testing/default-options";
import { makeTemporaryFolder } from "./testing/temporary-folder";

/** 20,000 in the long form. */
const CALLS = Number(process.env["ROUTELEDGER_TEST_CALLS"] ?? 5_000);
/** Enough for several batches. */
const FLUSHED = CALLS / 5;
/** 8 in the long form. */
const DEATHS = Number(process.env["ROUTELEDGER_TEST_ROUNDS"] ?? 4);

it("is started again whenever its thread dies: no call is lost or booked twice, and a flush still ends", { timeout: 120_000 }, async () => {
  const database = await createTestDatabase();
  const db = createDb(database.url, 2);
  const dataDir = await makeTemporaryFolder();
  const log = vi.fn<(level: string, message: string) => void>();
  const drainThread = pathToFileURL(getProgram("dying-drain-thread"));
  const ledger = await openLedger({ ...DEFAULT_OPTIONS, db, databaseUrl: database.url, dataDir, drainThread, log });
  const deaths = () => log.mock.calls.filter(([level, message]) => level === "error" && message.includes("started again")).length;
  const calls = makeCalls(CALLS);
  let recorded = 0;
  while (deaths() < DEATHS || recorded < calls.length) {
    await Promise.all(calls.slice(recorded, recorded + 200).map((call) => ledger.record(call)));
    recorded = Math.min(recorded + 200, calls.length);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await ledger.flush(AbortSignal.timeout(60_000));
  expect(ledger.status()).toMatchObject({ pendingCalls: 0, oldestPendingMs: null });
  await expectBooked(db, calls);
  await ledger.close();
  expect(await readdir(join(dataDir, "journal"))).toEqual([]);
  await db.$disconnect();
  await database.drop();
});

it("keeps a process alive that waits for nothing but its flush", { timeout: 60_000 }, async () => {
  const database = await createTestDatabase();
  await promisify(execFile)(process.execPath, [getProgram("flushing-child"), database.url, await makeTemporaryFolder(), String(FLUSHED)]);
  const db = createDb(database.url, 1);
  expect(await db.call.count()).toBe(FLUSHED);
  await db.$disconnect();
  await database.drop();
});
