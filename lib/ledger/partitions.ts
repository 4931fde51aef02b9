import { isUuidv7, uuidv7TimeMs } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import type { CallRecord } from "./record";

/** An id outside of these is damage: it gets no partition, and Postgres refuses its row. */
const EARLIEST_MS = Date.UTC(2020, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** Partitions of months before this many milliseconds may be dropped at any time, by any gateway, see `retention.ts`. */
const RECENT_MS = 45 * 86_400_000;

/** Gives a function that makes sure of the monthly partitions for its calls, and asks Postgres once for a recent month. */
export function createPartitions(db: Db): (calls: readonly CallRecord[]) => Promise<void> {
  const ensured = new Set<number>();
  return async (calls) => {
    for (const monthMs of monthsOf(calls)) {
      if (ensured.has(monthMs)) continue;
      await db.$executeRaw`SELECT ensure_ledger_partitions(${new Date(monthMs)}::timestamptz)`;
      if (monthMs > Date.now() - RECENT_MS) ensured.add(monthMs);
    }
  };
}

/** By the ids alone: an attempt that began after its call can be in the next month. */
function monthsOf(calls: readonly CallRecord[]): number[] {
  const months = new Set<number>();
  for (const id of calls.flatMap((call) => [call.id, ...call.attempts.map((attempt) => attempt.id)])) {
    const timeMs = uuidv7TimeMs(id);
    if (!isUuidv7(id) || timeMs < EARLIEST_MS || timeMs >= LATEST_MS) continue;
    const at = new Date(timeMs);
    months.add(Date.UTC(at.getUTCFullYear(), at.getUTCMonth()));
  }
  return [...months].sort((a, b) => a - b);
}
