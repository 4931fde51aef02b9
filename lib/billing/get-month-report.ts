import { addMonths, dayOf, isMonth, type Month, monthRange } from "@/lib/core/month";
import { bucketStarts, ceilQuarter, type Range } from "@/lib/core/period";
import { type Db, ONE_MOMENT, type Transaction } from "@/lib/db";
import { listAttemptSums } from "@/lib/reports/attempt-sums";
import { cellsOf } from "@/lib/reports/change";
import { usd } from "./amounts";
import { certaintyOf } from "./month-certainty";
import { describeFigures, figuresOf } from "./month-figures";
import { listsOf, listTagLines } from "./month-lists";
import { readMonthNames } from "./month-names";
import { listProfileLines } from "./month-profiles";
import type { MonthReport } from "./month-report";
import { listDaySums, listMonthAttempts, listMonthCalls, listMonthTags } from "./month-rows";

/** Which month of which team, as of when. */
export type WantedMonth = { teamId: string; month: Month; now: Date };

/**
 * What the ledger says of a month now, however it was closed. Read in one moment: totals and lists are of the same rows.
 * @throws RangeError for what is no month
 */
export function getMonthReport(db: Db, wanted: WantedMonth): Promise<MonthReport> {
  return db.$transaction((tx) => readMonthReport(tx, wanted), ONE_MOMENT);
}

/** The same in a caller's transaction, which must be of one moment. */
export async function readMonthReport(tx: Transaction, { teamId, month, now }: WantedMonth): Promise<MonthReport> {
  if (!isMonth(month)) throw new RangeError(`${JSON.stringify(month)} is not a month such as 2026-11`);
  const { slug, name, timeZone: zone } = await tx.team.findUniqueOrThrow({ where: { id: teamId } });
  const range = monthRange(month, zone);
  const attempts = await listMonthAttempts(tx, teamId, range);
  const calls = await listMonthCalls(tx, teamId, range);
  const rows = { attempts, calls, names: await readMonthNames(tx, teamId, calls, range.to) };
  const cellsIn = async (of: Range) => cellsOf(await listAttemptSums(tx, { teamId, range: of, zone, versionIds: null }));
  const settings = await tx.reportSettings.findUnique({ where: { teamId } });
  return {
    format: 1,
    team: { id: teamId, slug, name },
    month,
    zone,
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    charging: settings?.charging === "chargeback" ? "chargeback" : "showback",
    readTo: (now < range.to ? now : range.to).toISOString(),
    total: describeFigures(figuresOf(attempts, calls)),
    byDay: await listDays(tx, teamId, range, zone, now),
    byProfile: listProfileLines(rows, await cellsIn(monthRange(addMonths(month, -1), zone)), await cellsIn(range)),
    ...listsOf(rows),
    byTag: listTagLines(await listMonthTags(tx, teamId, range)),
    dearest: [],
    certainty: certaintyOf(attempts),
    timeline: [],
    corrections: [],
    correctionsUsd: "0",
    forecast: null,
  };
}

/** Every day of the month that has begun. */
async function listDays(tx: Transaction, teamId: string, range: Range, zone: string, now: Date): Promise<MonthReport["byDay"]> {
  const starts = bucketStarts(range, "day", zone);
  const sums = await listDaySums(tx, teamId, range, starts);
  return sums.flatMap(({ slot, calls, attempts, unknown, tokens, costPico }) => {
    const start = starts[slot] ?? range.from;
    // A clock that was ahead for a while has booked calls of tomorrow.
    if (start >= ceilQuarter(now) && attempts === 0 && calls === 0) return [];
    const day = dayOf(start, zone);
    return [{ day, id: day, name: day, calls, attempts, unknownAttempts: unknown, tokens: Number(tokens), spendUsd: usd(costPico) }];
  });
}
