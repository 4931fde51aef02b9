import { bucketStarts, QUARTER_MS, type Range } from "@/lib/core/period";
import type { Outcome } from "@/lib/core/outcome";
import type { Db } from "@/lib/db";
import { chartUnit } from "./overview";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";

/** Ranges up to this long are drawn by the quarter-hour. */
const QUARTERLY_UP_TO_MS = 6 * 4 * QUARTER_MS;

/** The calls that began in a part of the range, by how they ended. */
export type HistogramSlot = { start: Date; end: Date } & Record<Outcome, number>;

export type CallHistogram = { unit: "quarter" | "hour" | "day"; slots: HistogramSlot[] };

/** Every call of a scope by when it began, from the sums alone; slots are cut by the range, so that they add up to it. */
export async function getCallHistogram(db: Db, { teamId, range, zone, versionIds }: Scope): Promise<CallHistogram> {
  const unit = range.to.getTime() - range.from.getTime() <= QUARTERLY_UP_TO_MS ? "quarter" : chartUnit(range);
  const starts = unit === "quarter" ? quarterStarts(range) : bucketStarts(range, unit, zone);
  const rows = await db.$queryRaw<{ slot: number; outcome: Outcome; calls: string }[]>`
    SELECT width_bucket(r.bucket, ${starts.map((start) => start.toISOString())}::timestamptz[]) - 1 AS slot,
      r.outcome AS outcome, sum(r.calls)::text AS calls
    FROM ${sumsIn("outcome_sums", teamId, listStretches(range, starts), versionIds)}
    GROUP BY 1, 2`;
  const slots = starts.map((start, index): HistogramSlot => ({
    start: start < range.from ? range.from : start,
    end: starts[index + 1] ?? range.to,
    served: 0, failed: 0, aborted: 0,
  }));
  for (const { slot, outcome, calls } of rows) {
    const found = slots[slot];
    if (found) found[outcome] += Number(calls);
  }
  return { unit, slots };
}

function quarterStarts({ from, to }: Range): Date[] {
  return Array.from({ length: (to.getTime() - from.getTime()) / QUARTER_MS }, (_, index) => new Date(from.getTime() + index * QUARTER_MS));
}
