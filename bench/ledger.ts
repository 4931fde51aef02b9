import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createDb, type Db } from "@/lib/db";
import { Journal } from "@/lib/ledger/journal/journal";
import { openJournalFolder } from "@/lib/ledger/journal/journal-file";
import { encodeRecord } from "@/lib/ledger/journal/record-codec";
import { openLedger } from "@/lib/ledger/ledger";
import { applyMigrations } from "@/prisma/migrate";
import { type Cluster, startCluster } from "@/scripts/postgres/cluster.mjs";
import { createThrowaway, removeThrowaway } from "@/scripts/postgres/throwaway.mjs";
import { ROOT } from "@/scripts/start/root.mjs";
import { formatSpread, formatTable, medianOf } from "./figures";
import { makeCall } from "./ledger-calls";

const USAGE = "usage: npm run bench:ledger -- [--rounds 5] [--calls 30000] [--journals 256,1024]";
const MIB = 1024 ** 2;
const NOBODY = "nobody";
const silent = () => undefined;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" }, calls: { type: "string", default: "30000" },
      journals: { type: "string", default: "256,1024" }, help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log(USAGE);
  const day = new Date().toISOString().slice(0, 10);
  console.log(`${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}, ${day}\n`);
  const folder = await createThrowaway(ROOT, "bench-ledger");
  try {
    console.log(await measureDrain(folder, Number(values.rounds), Number(values.calls)));
    for (const mib of values.journals.split(",").filter(Boolean)) console.log(await measureRecovery(folder, Number(mib)));
  } finally {
    await removeThrowaway(ROOT, folder);
  }
}

/** A journal in a new data folder, as a killed process would leave it. */
async function leaveJournal(folder: string, isEnough: (calls: number, bytes: number) => boolean): Promise<{ dataDir: string; calls: number; bytes: number }> {
  const dataDir = await mkdtemp(join(folder, "data-"));
  const journal = await Journal.open({
    folder: await openJournalFolder(join(dataDir, "journal")),
    owner: NOBODY, isOwnerAlive: () => false, fsync: "batch", maxBytes: 8 * 1024 * MIB, log: silent, onAppended: silent,
  });
  let calls = 0;
  while (!isEnough(calls, journal.status().bytes)) {
    await Promise.all(Array.from({ length: 500 }, () => journal.append(encodeRecord(makeCall(calls++, Date.now())))));
  }
  const { bytes } = journal.status();
  await journal.close();
  return { dataDir, calls, bytes };
}

async function measureDrain(folder: string, rounds: number, calls: number): Promise<string> {
  const cluster = await startCluster({ root: ROOT, dataDir: folder });
  const db = createDb(cluster.url);
  try {
    await applyMigrations(cluster.url);
    await drainOnce(db, cluster, folder, 5_000);
    const measured: Awaited<ReturnType<typeof drainOnce>>[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await drainOnce(db, cluster, folder, calls));
    const stored = await db.call.count();
    if (stored !== 5_000 + rounds * calls) throw new Error(`${stored} calls are in the books, not ${5_000 + rounds * calls}`);
    const column = (key: keyof (typeof measured)[number], places: number) => {
      const figures = measured.map((one) => one[key]);
      return [medianOf(figures).toFixed(places), formatSpread(figures, places)];
    };
    const rows = [
      ["calls a second", ...column("callsPerS", 0)],
      ["CPU of the ledger's process, µs a call", ...column("cpuUs", 1)],
      ["CPU of PostgreSQL, µs a call", ...column("postgresCpuUs", 1)],
    ];
    return `Drain: ${rounds} rounds of ${calls} calls (1.2 attempts each), from the start of a ledger on a full journal until all are in PostgreSQL\n\n${formatTable(["", "median", "by round"], rows)}\n`;
  } finally {
    await db.$disconnect();
    await cluster.stop();
  }
}

async function drainOnce(db: Db, { url: databaseUrl, pid: postmaster }: Cluster, folder: string, calls: number) {
  const left = await leaveJournal(folder, (made) => made >= calls);
  const cpu = process.cpuUsage();
  const postgresUs = readCpuUs(postmaster);
  const startedAt = performance.now();
  const ledger = await openLedger({
    db, databaseUrl, dataDir: left.dataDir, fsync: "batch", journalMaxBytes: 1024 * MIB, onJournalFull: "refuse", keepCallsMonths: 13, log: silent,
  });
  await ledger.flush();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const postgresCpuUs = (readCpuUs(postmaster) - postgresUs) / calls;
  await ledger.close();
  await rm(left.dataDir, { recursive: true });
  return { callsPerS: calls / seconds, cpuUs: (user + system) / calls, postgresCpuUs };
}

/** Hundredths of a second, as Linux counts them in /proc (proc(5), stat: fields 14 to 17). */
const TICK_US = 10_000;

/** What a process and its children have used so far, those that have ended included. NaN where there is no /proc. */
function readCpuUs(parent: number): number {
  try {
    const stats = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(readStat);
    const family = stats.filter((fields) => fields[0] === String(parent) || fields[3] === String(parent));
    const ticks = family.flatMap((fields) => (fields[0] === String(parent) ? fields.slice(13, 17) : fields.slice(13, 15)));
    return ticks.reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_US;
  } catch {
    return NaN;
  }
}

function readStat(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return [pid, "", ...text.slice(text.lastIndexOf(")") + 2).split(" ")];
  } catch {
    return [];
  }
}

/** Until a process that starts on the journal could take calls, without a database. */
async function measureRecovery(folder: string, mib: number): Promise<string> {
  const { dataDir, calls, bytes } = await leaveJournal(folder, (_, bytes) => bytes >= mib * MIB);
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    const journal = await Journal.open({
      folder: await openJournalFolder(join(dataDir, "journal")),
      owner: NOBODY, isOwnerAlive: () => false, fsync: "batch", maxBytes: 8 * 1024 * MIB, log: silent, onAppended: silent,
    });
    times.push((performance.now() - startedAt) / 1_000);
    const { pendingRecords } = journal.status();
    if (pendingRecords !== calls) throw new Error(`${pendingRecords} of ${calls} calls came back`);
    await journal.close();
  }
  await rm(dataDir, { recursive: true });
  return `Recovery of a journal of ${(bytes / MIB).toFixed(0)} MiB (${calls} calls): ${medianOf(times).toFixed(2)} s until ready (${formatSpread(times, 2)})`;
}

await main();
