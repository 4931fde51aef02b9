import type { Db } from "@/lib/db";

/** How many months have their partitions before they begin. */
const AHEAD_MONTHS = 2;
/** Dropping waits for whoever reads the table, and everybody else waits behind it: then better later. */
const LOCK_TIMEOUT = "SET LOCAL lock_timeout = '2s'";
const PARTITION = /^(calls|attempts)_(\d{4})_(\d{2})$/;

/** The start of the month that lies so many months before or, negative, after that of `nowMs`, in UTC. */
function monthBefore(nowMs: number, months: number): Date {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months));
}

/** Makes sure of the partitions of this month and the next ones. Any number of gateways may do so at once. */
export async function makePartitionsAhead(db: Db, nowMs: number): Promise<void> {
  for (let months = 0; months <= AHEAD_MONTHS; months++) {
    await db.$executeRaw`SELECT ensure_ledger_partitions(${monthBefore(nowMs, -months)}::timestamptz)`;
  }
}

/**
 * Drops the partitions of calls and attempts all of whose rows are older than so many months; never rows, never rollups.
 * Any number of gateways may do so at once.
 * @param keepMonths from 1 on
 * @returns the names of the tables that are gone
 */
export async function dropOldPartitions(db: Db, keepMonths: number, nowMs: number): Promise<string[]> {
  const oldestKept = monthBefore(nowMs, keepMonths);
  // Calls of a month before its attempts, so that no call is seen without them.
  const partitions = await db.$queryRaw<{ name: string }[]>`
    SELECT child.relname AS name FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid
    WHERE inhparent IN ('calls'::regclass, 'attempts'::regclass)
    ORDER BY substring(child.relname FROM '\\d{4}_\\d{2}$'), child.relname DESC`;
  const old = partitions.map(({ name }) => name).filter((name) => {
    const [, , year, month] = PARTITION.exec(name) ?? [];
    return year !== undefined && Date.UTC(Number(year), Number(month) - 1) < oldestKept.getTime();
  });
  for (const name of old) await dropPartition(db, name);
  return old;
}

/** In a transaction of its own, so that it never holds one table while it waits for another. */
async function dropPartition(db: Db, name: string): Promise<void> {
  await db.$transaction([
    db.$executeRawUnsafe(LOCK_TIMEOUT),
    db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('routeledger.partitions'))`,
    db.$executeRawUnsafe(`DROP TABLE IF EXISTS ${name}`),
  ]);
}
