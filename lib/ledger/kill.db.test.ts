import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { createDb } from "@/lib/db";
import { createTestDatabase } from "@/scripts/testing/database";
import { getProgram } from "@/scripts/testing/programs";
import { openLedger } from "./ledger";
import { DEFAULT_OPTIONS } from "./testing/default-options";
import { addUpAttempts, addUpCalls, readRollups } from "./testing/sums";
import { makeTemporaryFolder } from "./testing/temporary-folder";

/** 8 in the long form. */
const ROUNDS = Number(process.env["ROUTELEDGER_TEST_ROUNDS"] ?? 4);

/** Runs a process that records calls, kills it in the middle of that, and returns the ids that it was promised. */
async function recordUntilKilled(databaseUrl: string, dataDir: string, fsync: string, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [getProgram("recording-child"), databaseUrl, dataDir, fsync], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const promised: string[] = [];
  const closed = new Promise((resolve) => child.once("close", resolve));
  const lines = createInterface(child.stdout);
  await new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      promised.push(line);
      resolve();
    });
    child.once("exit", resolve);
  });
  await sleep(afterMs);
  child.kill("SIGKILL");
  await closed;
  // The last line may be torn by the kill.
  return promised.filter((id) => id.length === 36);
}

it("loses no recorded call to kill -9, doubles none and invents none", { timeout: 60_000 }, async () => {
  const database = await createTestDatabase();
  const dataDir = await makeTemporaryFolder();
  const promised: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const afterMs = Math.floor(Math.random() * 250);
    promised.push(...(await recordUntilKilled(database.url, dataDir, round % 2 ? "always" : "batch", afterMs)));
  }
  expect(promised.length).toBeGreaterThan(ROUNDS * 20);

  const db = createDb(database.url);
  const ledger = await openLedger({ ...DEFAULT_OPTIONS, db, databaseUrl: database.url, dataDir });
  await ledger.flush(AbortSignal.timeout(20_000));
  const stored = new Set((await db.call.findMany({ select: { id: true } })).map((call) => call.id));
  expect(promised.filter((id) => !stored.has(id))).toEqual([]);
  // Up to a turn of calls of each process was written, and the process killed before it could be told.
  expect(stored.size - promised.length).toBeLessThanOrEqual(ROUNDS * 20);
  expect((await readRollups(db)).calls).toEqual(await addUpCalls(db));
  expect((await readRollups(db)).attempts).toEqual(await addUpAttempts(db));

  await ledger.close();
  expect(await readdir(join(dataDir, "journal"))).toEqual([]);
  await db.$disconnect();
  await database.drop();
});
