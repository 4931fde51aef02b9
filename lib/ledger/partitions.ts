import { isUuidv7, uuidv7Floor, uuidv7TimeMs } from "@/lib/core/uuidv7";
import type { Query } from "./query";
import type { CallRecord } from "./record";

/** An id outside of these is damage: it gets no partition, and Postgres refuses its row. */
const EARLIEST_MS = Date.UTC(2020, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/** Partitions of months before this many milliseconds may be dropped at any time, by any gateway, see `retention.ts`. */
const RECENT_MS = 45 * 86_400_000;

/** Gives a function that makes sure of the monthly partitions for its calls, and asks Postgres once for a recent month. */
export function createPartitions(): (query: Query, calls: readonly CallRecord[]) => Promise<void> {
  const ensured = new Set<number>();
  return async (query, calls) => {
    for (const monthMs of monthsOf(calls)) {
      if (ensured.has(monthMs)) continue;
      await query("SELECT ensure_ledger_partitions($1::text::timestamptz)::text", [new Date(monthMs).toISOString()]);
      if (monthMs > Date.now() - RECENT_MS) ensured.add(monthMs);
    }
  };
}

/** Its ids are those from `first` on and below `next`. */
type Month = { fromMs: number; first: string; next: string };

/** By the ids alone: an attempt that began after its call can be in the next month. */
function monthsOf(calls: readonly CallRecord[]): number[] {
  const months: Month[] = [];
  const add = (id: string) => {
    if (months.some((month) => id >= month.first && id < month.next)) return;
    const timeMs = uuidv7TimeMs(id);
    if (isUuidv7(id) && timeMs >= EARLIEST_MS && timeMs < LATEST_MS) months.push(monthOf(timeMs));
  };
  for (const call of calls) {
    add(call.id);
    for (const attempt of call.attempts) add(attempt.id);
  }
  return months.map(({ fromMs }) => fromMs).sort((a, b) => a - b);
}

function monthOf(timeMs: number): Month {
  const at = new Date(timeMs);
  const month = (offset: number) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset);
  return { fromMs: month(0), first: uuidv7Floor(month(0)), next: uuidv7Floor(month(1)) };
}
