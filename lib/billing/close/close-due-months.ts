import { addMonths, dayOfMonth, type Month, monthOf } from "@/lib/core/month";
import { type Db, ONE_MOMENT } from "@/lib/db";
import { freezeFocus, listUnfrozen } from "../focus/frozen/freeze-focus";
import { readMonthReport } from "../get-month-report";
import { tellClosings } from "../send/closing-notices";
import { closeMonthBy } from "./close-month";
import { withMonthsLocked } from "./months-lock";
import { postLateCorrections } from "./post-corrections";
import { getReportSettings } from "./report-settings";
import { getStanding } from "./standing";

/** Who closed a month whose day had come. */
const CALENDAR = "calendar";

/** A job of lib/housekeeping: closes every team's months whose day has come, and charges to the open month what became known of closed ones. */
export const closeMonths = {
  name: "close months",
  everyMs: 15 * 60_000,
  async run(db: Db, now: Date, signal: AbortSignal): Promise<void> {
    const teams = await db.team.findMany({ where: { drillOf: null }, select: { id: true, slug: true, timeZone: true } });
    const problems: string[] = [];
    for (const team of teams) {
      signal.throwIfAborted();
      // What one team's books refuse must not keep the others' open.
      await closeDue(db, team, now).catch((error: unknown) => problems.push(`${team.slug}: ${error instanceof Error ? error.message : String(error)}`));
    }
    if (problems.length > 0) throw new Error(problems.join("; "));
  },
};

async function closeDue(db: Db, { id: teamId, timeZone }: { id: string; timeZone: string }, now: Date): Promise<void> {
  const by = { teamId, actor: CALENDAR, now };
  const due = await listDueMonths(db, teamId, timeZone, now);
  for (const month of due) await closeMonthBy(db, by, month);
  // Closing posts corrections itself.
  if (due.length === 0 && (await db.closedMonth.findFirst({ where: { teamId }, select: { month: true } }))) {
    await withMonthsLocked(db, async (tx) => {
      for (const closed of await listUnfrozen(tx, teamId, now)) await freezeFocus(tx, closed, now);
      await postLateCorrections(tx, by);
    });
  }
  await tellClosings(db, teamId);
}

/**
 * The months after the first closed one whose day has come, the earliest first; before any was closed, the last one alone. One
 * that had neither a call nor a correction is left open until it has, and while records of a month wait in journals it waits
 * too. Reopened ones are closed by hand.
 */
export async function listDueMonths(db: Db, teamId: string, zone: string, now: Date): Promise<Month[]> {
  const { closeDay } = await getReportSettings(db, teamId);
  if (closeDay === 0) return [];
  const closed = await db.closedMonth.findMany({ where: { teamId }, distinct: ["month"], orderBy: { month: "asc" }, select: { month: true } });
  const known = new Set(closed.map(({ month }) => month));
  const previous = addMonths(monthOf(now, zone), -1);
  const due: Month[] = [];
  for (let month = closed[0] ? addMonths(closed[0].month, 1) : previous; month <= previous; month = addMonths(month, 1)) {
    if (now < dayOfMonth(addMonths(month, 1), closeDay, zone)) break;
    if (!known.has(month) && (await isReady(db, teamId, month, now))) due.push(month);
  }
  return due;
}

function isReady(db: Db, teamId: string, month: Month, now: Date): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const report = await readMonthReport(tx, { teamId, month, now });
    const { openItems } = await getStanding(tx, teamId, month, report, now);
    return (report.total.calls > 0 || report.corrections.length > 0) && openItems.every(({ kind }) => kind !== "journal");
  }, ONE_MOMENT);
}
