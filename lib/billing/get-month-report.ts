import { addMonths, dayOf, type Month } from "@/lib/core/month";
import { bucketStarts, ceilQuarter, type Range } from "@/lib/core/period";
import { type Db, ONE_MOMENT, type Transaction } from "@/lib/db";
import { listAttemptSums } from "@/lib/reports/attempt-sums";
import { cellsOf } from "@/lib/reports/change";
import { usd } from "./amounts";
import { listDearestCalls } from "./dearest-calls";
import { findForecast } from "./forecast-history";
import { listCorrections } from "./list-corrections";
import { certaintyOf } from "./month-certainty";
import { describeFigures, figuresOf } from "./month-figures";
import { listsOf, listTagLines } from "./month-lists";
import { readMonthNames } from "./month-names";
import { listProfileLines } from "./month-profiles";
import { findTeamMonth, requireBegun, type TeamMonth } from "./month-range";
import type { MonthReport } from "./month-report";
import { listDaySums, listMonthAttempts, listMonthCalls, listMonthTags } from "./month-rows";
import { listTimeline } from "./month-timeline";

/** Which month of which team, as of when. */
export type WantedMonth = { teamId: string; month: Month; now: Date };

/**
 * What the ledger says of a month now, however it was closed. Read in one moment: totals and lists are of the same rows.
 * @throws MonthError for what is no month, and for one that has not begun
 */
export function getMonthReport(db: Db, wanted: WantedMonth): Promise<MonthReport> {
  return db.$transaction((tx) => readMonthReport(tx, wanted), ONE_MOMENT);
}

/** The same in a caller's transaction, which must be of one moment. */
export async function readMonthReport(tx: Transaction, { teamId, month, now }: WantedMonth): Promise<MonthReport> {
  const { slug, name } = await tx.team.findUniqueOrThrow({ where: { id: teamId } });
  const own = await findTeamMonth(tx, teamId, month);
  const { zone, range } = own;
  requireBegun(month, range, now);
  const attempts = await listMonthAttempts(tx, teamId, range);
  const calls = await listMonthCalls(tx, teamId, range);
  const rows = { attempts, calls, names: await readMonthNames(tx, teamId, calls, range.to) };
  const cellsIn = async (of: Range) => cellsOf(await listAttemptSums(tx, { teamId, range: of, zone, versionIds: null }));
  const before = await findTeamMonth(tx, teamId, addMonths(month, -1));
  const byDay = await listDays(tx, teamId, own, now);
  const corrections = await listCorrections(tx, teamId, month);
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
    byDay,
    byProfile: listProfileLines(rows, await cellsIn(before.range), await cellsIn(range)),
    ...listsOf(rows),
    byTag: listTagLines(await listMonthTags(tx, teamId, range)),
    dearest: await listDearestCalls(tx, teamId, range),
    certainty: certaintyOf(attempts),
    timeline: await listTimeline(tx, { teamId, range }, [...new Set(attempts.map(({ endpointId }) => endpointId))]),
    corrections: corrections.lines,
    correctionsUsd: usd(corrections.sumPico),
    forecast: await findForecast(tx, teamId, own, byDay, now),
  };
}

/** Every day of the month that has begun. */
async function listDays(tx: Transaction, teamId: string, { range, zone }: TeamMonth, now: Date): Promise<MonthReport["byDay"]> {
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
