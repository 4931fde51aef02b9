import { parseUsdExact } from "@/lib/core/money";
import { dayOf } from "@/lib/core/month";
import { bucketStarts } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import type { DaySpend } from "@/lib/core/weekday-forecast";
import { forecastMonth } from "./forecast";
import type { TeamMonth } from "./month-range";
import type { Forecast, MonthReport } from "./month-report";
import { listDaySums } from "./month-rows";

const DAYS_BACK = 29;
const DAY_MS = 86_400_000;

/** The forecast of a month that is running; null for any other. @param byDay the month's days so far */
export async function findForecast(tx: Transaction, teamId: string, { zone, range }: TeamMonth, byDay: MonthReport["byDay"], now: Date): Promise<Forecast | null> {
  if (now < range.from || now >= range.to) return null;
  const today = dayOf(now, zone);
  const left = bucketStarts(range, "day", zone).map((start) => dayOf(start, zone)).filter((day) => day >= today);
  const picoOf = (day: { spendUsd: string }) => Number(parseUsdExact(day.spendUsd));
  return forecastMonth({
    history: await listHistory(tx, teamId, zone, now),
    spentPico: byDay.filter(({ day }) => day < today).reduce((all, day) => all + picoOf(day), 0),
    todayPico: byDay.filter(({ day }) => day >= today).reduce((all, day) => all + picoOf(day), 0),
    remaining: left.map(weekdayOf),
  });
}

/** Whole days up to yesterday, from the one after the team's first call. */
async function listHistory(tx: Transaction, teamId: string, zone: string, now: Date): Promise<DaySpend[]> {
  const [first] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT min(bucket) AS at FROM outcome_sums WHERE team_id = ${teamId}::uuid AND unit = 'quarter'`;
  if (!first?.at) return [];
  const range = { from: new Date(Math.max(first.at.getTime(), now.getTime() - DAYS_BACK * DAY_MS)), to: now };
  // The first day is that of the first call, or of so many days ago: begun in its middle.
  const starts = bucketStarts(range, "day", zone).slice(1);
  const [from, to] = [starts[0], starts.at(-1)];
  if (!from || !to || from >= to) return [];
  const sums = await listDaySums(tx, teamId, { from, to }, starts.slice(0, -1));
  return sums.map(({ slot, costPico }) => ({ weekday: weekdayOf(dayOf(starts[slot] ?? from, zone)), pico: Number(costPico) }));
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
