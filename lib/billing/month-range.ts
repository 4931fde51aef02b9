import { addMonths, isMonth, type Month, monthRange } from "@/lib/core/month";
import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { MonthError } from "./month-error";

/** A month of a team: in which zone it is cut, and what it then is. */
export type TeamMonth = { zone: string; range: Range };

/**
 * What a month is for a team. Once closed it stays what it was; any other follows the team's zone, but begins and ends where
 * its closed neighbours do: a team that changes its zone has one longer or shorter month, and no hour is charged twice.
 * @throws MonthError for what is no month
 */
export async function findTeamMonth(tx: Transaction, teamId: string, month: Month): Promise<TeamMonth> {
  if (!isMonth(month)) throw new MonthError(`${JSON.stringify(month.slice(0, 40))} is not a month: write it as 2026-11`);
  const { timeZone: zone } = await tx.team.findUniqueOrThrow({ where: { id: teamId }, select: { timeZone: true } });
  const months = [addMonths(month, -1), month, addMonths(month, 1)];
  const closed = await tx.closedMonth.findMany({
    where: { teamId, month: { in: months } }, orderBy: { version: "asc" }, select: { month: true, zone: true, beginsAt: true, endsAt: true },
  });
  const [before, own, after] = months.map((name) => closed.findLast((each) => each.month === name));
  if (own) return { zone: own.zone, range: { from: own.beginsAt, to: own.endsAt } };
  const plain = monthRange(month, zone);
  return { zone, range: { from: before?.endsAt ?? plain.from, to: after?.beginsAt ?? plain.to } };
}

/** @throws MonthError for a month that has not begun */
export function requireBegun(month: Month, { from }: Range, now: Date): void {
  if (now < from) throw new MonthError(`${nameMonth(month)} has not begun yet`);
}

/** `November 2026` */
export function nameMonth(month: Month): string {
  return new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
}
