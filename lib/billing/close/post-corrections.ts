import { newId } from "@/lib/accounts/audit";
import { addMonths, type Month, monthOf } from "@/lib/core/month";
import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { listLines } from "../month-lists";
import { readMonthNames } from "../month-names";
import { nameMonth } from "../month-range";
import { listMonthAttempts, listMonthCalls } from "../month-rows";
import { findClosedMonth } from "./closed-month";
import { type CorrectionPart, differencesOf, listPosted, partOf, sumOfParts } from "./correction-parts";
import { findLastVersion } from "./standing";

/** Who charges a correction: a user's id, `operator`, or `calendar`. */
export type By = { teamId: string; actor: string; now: Date };

/**
 * Charges to the open month by how much the ledger differs by now from what was closed, and from what was charged for it
 * already: late records, and what is part of a later version after all. A second time finds nothing. Inside `withMonthsLocked`.
 * @returns how many corrections it made
 */
export async function postLateCorrections(tx: Transaction, by: By): Promise<number> {
  const closed = await tx.closedMonth.findMany({ where: { teamId: by.teamId }, distinct: ["month"], orderBy: { month: "asc" }, select: { month: true } });
  let posted = 0;
  for (const { month } of closed) {
    const { isReopened } = await findLastVersion(tx, by.teamId, month);
    if (!isReopened && (await postLate(tx, by, month))) posted++;
  }
  return posted;
}

async function postLate(tx: Transaction, by: By, month: Month): Promise<boolean> {
  const closed = await findClosedMonth(tx, { teamId: by.teamId, month });
  if (!closed) return false;
  const { from, to, lines } = closed.report;
  const now = await readParts(tx, by.teamId, { from: new Date(from), to: new Date(to) });
  const parts = differencesOf(now, lines.map(partOf), await listPosted(tx, by.teamId, month, "late"));
  if (parts.length === 0) return false;
  const reason = `What the ledger has of ${nameMonth(month)} that its version ${closed.version} and the corrections before have not`;
  await writeCorrection(tx, by, { ofMonth: month, kind: "late", reason, parts });
  return true;
}

/** What the ledger says of a range now, at the finest grain that is kept of a closed month. */
async function readParts(tx: Transaction, teamId: string, range: Range): Promise<CorrectionPart[]> {
  const attempts = await listMonthAttempts(tx, teamId, range);
  const calls = await listMonthCalls(tx, teamId, range);
  return listLines(attempts, await readMonthNames(tx, teamId, calls, range.to)).map(partOf);
}

type NewCorrection = { ofMonth: Month; kind: "late" | "price"; reason: string; parts: readonly CorrectionPart[] };

/** Charges a correction to the open month. @returns that month */
export async function writeCorrection(tx: Transaction, { teamId, actor, now }: By, { ofMonth, kind, reason, parts }: NewCorrection): Promise<Month> {
  const inMonth = await findOpenMonth(tx, teamId, now);
  await tx.correction.create({
    data: {
      teamId, id: newId(), ofMonth, inMonth, kind, reason, createdAt: now, createdBy: actor,
      amountPico: new Prisma.Decimal(String(sumOfParts(parts))), lines: [...parts],
    },
  });
  return inMonth;
}

/** The running month, or the one after the last closed where a change of zone has put the clock back into it. */
async function findOpenMonth(tx: Transaction, teamId: string, now: Date): Promise<Month> {
  const { timeZone } = await tx.team.findUniqueOrThrow({ where: { id: teamId }, select: { timeZone: true } });
  const last = await tx.closedMonth.findFirst({ where: { teamId }, orderBy: { month: "desc" }, select: { month: true } });
  const running = monthOf(now, timeZone);
  const next = last ? addMonths(last.month, 1) : running;
  return next > running ? next : running;
}
