import { recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission } from "@/lib/accounts/member";
import { changeOf } from "@/lib/core/change";
import { addMonths, type Month, monthOf } from "@/lib/core/month";
import { QUARTER_MS, type Range } from "@/lib/core/period";
import type { Price } from "@/lib/core/price";
import { type Db, ONE_MOMENT, type Transaction } from "@/lib/db";
import { usd } from "../amounts";
import { writeFocusCorrection } from "../focus/post-focus-corrections";
import { MonthError } from "../month-error";
import { findTeamMonth, nameMonth } from "../month-range";
import { type CorrectionPart, differencesOf, listPosted, sumOfParts } from "./correction-parts";
import { withMonthsLocked } from "./months-lock";
import { writeCorrection } from "./post-corrections";
import { repriceRange } from "./reprice-range";

/** An endpoint's price that was wrong from some time to another, both on a quarter-hour as prices are, and what it should have been. */
export type WrongPrice = { endpointId: string; from: Date; to: Date; price: Price; reason: string; now: Date };

/** What a correction charges, by the month that it is about. */
export type PriceCorrection = {
  months: { ofMonth: Month; /** What of the time is in it. */ range: Range; amountUsd: string; parts: CorrectionPart[] }[];
  amountUsd: string;
  /** Attempts that are charged anew, and those of the same time that nobody can: their cost is unknown, or their provider's own. */
  attempts: number;
  notPriced: number;
};

const DAY_MS = 86_400_000;
const MOST_MONTHS = 24;

/** What `correctPrice` would charge. @throws NotAllowedError, MonthError */
export function previewPriceCorrection(db: Db, member: Member, wrong: WrongPrice): Promise<PriceCorrection> {
  requirePermission(member, "close months");
  return db.$transaction((tx) => plan(tx, member.teamId, wrong), ONE_MOMENT);
}

/**
 * Charges the difference to the open month; the ledger and closed months stay as they are. What was charged for the same
 * endpoint and time before is taken into account: the same correction twice charges nothing the second time.
 * @throws NotAllowedError, MonthError
 */
export function correctPrice(db: Db, member: Member, wrong: WrongPrice): Promise<PriceCorrection> {
  requirePermission(member, "close months");
  const { teamId, userId: actor } = member;
  const reason = wrong.reason.trim().slice(0, 500);
  if (reason === "") throw new MonthError("Say why the price is corrected: it is kept with what is charged");
  return withMonthsLocked(db, async (tx) => {
    const planned = await plan(tx, teamId, wrong);
    for (const { ofMonth, range, parts } of planned.months) {
      const { id, inMonth } = await writeCorrection(tx, { teamId, actor, now: wrong.now }, { ofMonth, kind: "price", reason, parts });
      await writeFocusCorrection(tx, { teamId, now: wrong.now }, { id, ofMonth, kind: "price", period: range, parts });
      const values = { inMonth, reason, amountUsd: usd(sumOfParts(parts)), from: wrong.from.toISOString(), to: wrong.to.toISOString() };
      await recordChange(tx, { teamId, actor }, changeOf("correction", ofMonth, null, values));
    }
    return planned;
  });
}

async function plan(tx: Transaction, teamId: string, { endpointId, from, to, price, now }: WrongPrice): Promise<PriceCorrection> {
  if (from.getTime() % QUARTER_MS !== 0 || to.getTime() % QUARTER_MS !== 0) throw new MonthError("A price begins and ends on a quarter of an hour");
  if (from >= to) throw new MonthError("The time of the wrong price must end after it began");
  if (to > now) throw new MonthError("Only what was used already can be corrected: set a new price for what is still to come");
  const endpoint = await tx.endpoint.findUnique({ where: { teamId_id: { teamId, id: endpointId } }, select: { id: true } });
  if (!endpoint) throw new MonthError("There is no such endpoint in this team");
  const priced = { from: from.toISOString(), to: to.toISOString() };
  const months: PriceCorrection["months"] = [];
  const counted = { attempts: 0, notPriced: 0 };
  for (const { month, range } of await listMonthsOf(tx, teamId, { from, to })) {
    const found = await repriceRange(tx, { teamId, endpointId, range, price });
    const posted = (await listPosted(tx, teamId, month, "price")).filter((part) => part.endpointId === endpointId);
    requireSameTime(posted, priced, month);
    counted.attempts += found.attempts;
    counted.notPriced += found.notPriced;
    // Nothing of the ledger's counts changes: a corrected price is about amounts alone.
    const before = posted.filter((part) => part.priced?.from === priced.from && part.priced.to === priced.to);
    const parts = differencesOf(found.parts, before).map((part) => ({ ...part, attempts: 0, unknownAttempts: 0, priced }));
    if (parts.length > 0) months.push({ ofMonth: month, range, amountUsd: usd(sumOfParts(parts)), parts });
  }
  return { months, amountUsd: usd(months.reduce((all, { parts }) => all + sumOfParts(parts), 0n)), ...counted };
}

/** Corrections of times that overlap without being the same could not be told apart. */
function requireSameTime(posted: readonly CorrectionPart[], { from, to }: { from: string; to: string }, month: Month): void {
  const other = posted.find(({ priced }) => priced && (priced.from !== from || priced.to !== to) && priced.from < to && from < priced.to);
  if (!other?.priced) return;
  throw new MonthError(`${nameMonth(month)} has a correction of this endpoint from ${other.priced.from} to ${other.priced.to}, which overlaps: correct exactly that time again, or one beside it`);
}

/** The team's months that a time is in, each with its part of it. */
async function listMonthsOf(tx: Transaction, teamId: string, { from, to }: Range): Promise<{ month: Month; range: Range }[]> {
  const { timeZone } = await tx.team.findUniqueOrThrow({ where: { id: teamId }, select: { timeZone: true } });
  // A day to each side: months that were closed in another zone begin and end elsewhere.
  const [first, last] = [monthOf(new Date(from.getTime() - DAY_MS), timeZone), monthOf(new Date(to.getTime() + DAY_MS), timeZone)];
  const months: { month: Month; range: Range }[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) {
    const { range } = await findTeamMonth(tx, teamId, month);
    const part = { from: range.from > from ? range.from : from, to: range.to < to ? range.to : to };
    if (part.from < part.to) months.push({ month, range: part });
    if (months.length > MOST_MONTHS) throw new MonthError("A correction is of two years at most");
  }
  return months;
}
