import { afterEach, beforeEach, expect, it } from "vitest";
import { createDb } from "@/lib/db";
import { applyMigrations } from "@/prisma/migrate";
import { type Cluster, startCluster } from "@/scripts/postgres/cluster.mjs";
import { createThrowaway, removeThrowaway } from "@/scripts/postgres/throwaway.mjs";
import { ROOT } from "@/scripts/start/root.mjs";
import { openLedger } from "./ledger";
import type { CallRecord } from "./record";
import { expectBooked, makeCalls } from "./testing/booked";
import { DEFAULT_OPTIONS } from "./testing/default-options";
import { makeTemporaryFolder } from "./testing/temporary-folder";

/** 8 in the long form. */
const ROUNDS = Number(process.env["ROUTELEDGER_TEST_ROUNDS"] ?? 2);

let folder: string;
let cluster: Cluster;
beforeEach(async () => {
  folder = await createThrowaway(ROOT, "killed");
  // At the product's settings: what it says is committed must be on the disk.
  cluster = await startCluster({ root: ROOT, dataDir: folder });
  await applyMigrations(cluster.url);
});
afterEach(() => removeThrowaway(ROOT, folder));

it("a Postgres that is killed and stopped again and again under load has every call once in the end", { timeout: 60_000 }, async () => {
  const db = createDb(cluster.url, 4);
  const ledger = await openLedger({ ...DEFAULT_OPTIONS, db, databaseUrl: cluster.url, batchTimeoutMs: 5_000, dataDir: await makeTemporaryFolder() });
  const recorded: CallRecord[] = [];
  let isOver = false;
  const load = (async () => {
    while (!isOver) {
      const calls = makeCalls(25);
      await Promise.all(calls.map((call) => ledger.record(call)));
      recorded.push(...calls);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const restart = async () => {
    cluster = await startCluster({ root: ROOT, dataDir: folder, port: cluster.port });
  };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  for (let round = 0; round < ROUNDS; round++) {
    await pause(200 + Math.random() * 300);
    process.kill(cluster.pid, "SIGKILL");
    await cluster.exited;
    await restart();
    await pause(200 + Math.random() * 300);
    await cluster.stop();
    await restart();
  }
  isOver = true;
  await load;
  expect(ledger.status().journalFailing).toBeNull();
  await ledger.flush(AbortSignal.timeout(20_000));
  expect(recorded.length).toBeGreaterThan(300 * ROUNDS);
  await expectBooked(db, recorded);
  await ledger.close();
  await db.$disconnect();
});
