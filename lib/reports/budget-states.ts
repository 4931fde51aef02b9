import { budgetRange, thresholdsCrossed, type Budget } from "@/lib/core/budget";
import { forecastParts, forecastSpend, type SpendForecast } from "@/lib/core/budget-forecast";
import type { Pico } from "@/lib/core/money";
import { dayOf } from "@/lib/core/month";
import { bucketStarts, floorQuarter, nextQuarter, QUARTER_MS, type Range } from "@/lib/core/period";
import { forecastByWeekday } from "@/lib/core/weekday-forecast";
import type { Db } from "@/lib/db";
import { listBudgetSpend } from "./budget-spend";

/** How a budget stands in the period that is running. */
export type BudgetState = Budget & {
  /** Whom it is about, for people: a profile's name, a key's, an e-mail, `name=value`; the team's name. */
  subjectName: string;
  /** The period that is running; a rolling one ends with this quarter-hour. */
  range: Range;
  /** Known amounts that are in the ledger. */
  spentPico: Pico;
  /** How many amounts beside them are unknown. */
  unknown: number;
  /** Percent, ascending. */
  crossed: number[];
  /** What the period is expected to come to; null for a rolling one, or with too little to go by. */
  forecast: SpendForecast | null;
};

/** Every budget of a team that is not archived, by name, and how it stands. Reads sums alone. */
export async function listBudgetStates(db: Db, teamId: string, now: Date): Promise<BudgetState[]> {
  const { timeZone, name: teamName } = await db.team.findUniqueOrThrow({ where: { id: teamId }, select: { timeZone: true, name: true } });
  const rows = await db.budget.findMany({ where: { teamId, archivedAt: null }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  const nameOf = await nameSubjects(db, teamId, teamName);
  return Promise.all(rows.map(async (row) => {
    const budget = row as Budget;
    const range = budgetRange(budget, now, timeZone);
    const slots = listParts(range, now);
    const spend = await listBudgetSpend(db, teamId, budget, { from: range.from, to: new Date(Math.min(range.to.getTime(), nextQuarter(now).getTime())) }, slots);
    const parts = spend.map(({ costPico }) => costPico);
    const spentPico = parts.reduce((sum, part) => sum + part, 0n);
    const { id, name, scope, subject, amountPico, period, rolling, thresholds, action } = budget;
    return {
      id, name, scope, subject, amountPico, period, rolling, thresholds, action, range, spentPico,
      subjectName: nameOf(budget),
      unknown: spend.reduce((sum, part) => sum + part.unknown, 0),
      crossed: thresholdsCrossed(thresholds, spentPico, amountPico),
      forecast: rolling ? null : (period === "day" ? null : await forecastByDays(db, teamId, budget, range, timeZone, now)) ?? forecastSpend(range, parts, now.getTime()),
    };
  }));
}

const DAY_MS = 86_400_000;
const DAYS_BACK = 29;

/** A week or a month as its report tells it: by weekdays. null until there are two full weeks after the first day with spend. */
async function forecastByDays(db: Db, teamId: string, budget: Budget, range: Range, zone: string, now: Date): Promise<SpendForecast | null> {
  const [firstWhole] = bucketStarts({ from: new Date(now.getTime() - DAYS_BACK * DAY_MS), to: now }, "day", zone).slice(1);
  if (!firstWhole) return null;
  const from = new Date(Math.min(firstWhole.getTime(), range.from.getTime()));
  const starts = bucketStarts({ from, to: range.to }, "day", zone);
  const today = starts.findLastIndex((start) => start <= now);
  const spend = await listBudgetSpend(db, teamId, budget, { from, to: nextQuarter(now) }, starts.slice(0, today + 1));
  const days = spend.map(({ costPico }, index) => ({ weekday: weekdayOf(starts[index] ?? from, zone), pico: Number(costPico), isOwn: (starts[index] ?? from) >= range.from }));
  const [past, begun] = [days.slice(0, today), days.findIndex(({ pico }) => pico > 0)];
  const told = forecastByWeekday({
    history: begun < 0 ? [] : past.slice(begun === 0 ? 0 : begun + 1),
    spentPico: past.reduce((all, { pico, isOwn }) => all + (isOwn ? pico : 0), 0),
    todayPico: days[today]?.pico ?? 0,
    remaining: starts.slice(today).map((start) => weekdayOf(start, zone)),
  });
  return told && { lowPico: told.lowPico, expectedPico: told.expectedPico, highPico: told.highPico };
}

function weekdayOf(start: Date, zone: string): number {
  return new Date(`${dayOf(start, zone)}T00:00:00Z`).getUTCDay();
}

/** Where the elapsed part of a period is cut for its forecast, on quarter-hours. */
function listParts(range: Range, now: Date): Date[] {
  const elapsedMs = nextQuarter(now).getTime() - range.from.getTime();
  const count = Math.max(1, Math.min(forecastParts(range, now.getTime()), Math.floor(elapsedMs / QUARTER_MS)));
  return Array.from({ length: count }, (_, part) => floorQuarter(new Date(range.from.getTime() + (elapsedMs * part) / count)));
}

async function nameSubjects(db: Db, teamId: string, teamName: string): Promise<(budget: Pick<Budget, "scope" | "subject">) => string> {
  const [profiles, keys, members] = await Promise.all([
    db.profile.findMany({ where: { teamId }, select: { id: true, slug: true } }),
    db.apiKey.findMany({ where: { teamId }, select: { id: true, name: true } }),
    db.member.findMany({ where: { teamId }, select: { userId: true, user: { select: { email: true } } } }),
  ]);
  const names = new Map([
    ...profiles.map(({ id, slug }) => [id, slug] as const),
    ...keys.map(({ id, name }) => [id, name] as const),
    ...members.map(({ userId, user }) => [userId, user.email] as const),
  ]);
  return ({ scope, subject }) => (scope === "team" ? teamName : (names.get(subject) ?? subject));
}
