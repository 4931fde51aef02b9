import { newId } from "@/lib/accounts/audit";
import { addMonths, type Month, monthOf, monthRange } from "@/lib/core/month";
import type { Range } from "@/lib/core/period";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { postLateFocus } from "../focus/post-focus-corrections";
import { nameMonth } from "../month-range";
import { type ClosedMonth, findClosedMonth } from "./closed-month";
import { type CorrectionPart, differencesOf, listPosted, partOf, sumOfParts } from "./correction-parts";
import { readLedgerParts } from "./ledger-parts";
import { findLastVersion } from "./standing";

/** Who charges a correction: a user's id, `operator`, or `calendar`. */
export type By = { teamId: string; actor: string; now: Date };

/**
 * Charges to the open month by how much the ledger differs by now from what was closed, and from what was charged for it
 * already: late records, and what is part of a later version after all. Of a reopened month all that was charged is taken
 * back: its report is the ledger's. The files of FOCUS, whose months are UTC's, have their own. A second time finds nothing.
 * Inside `withMonthsLocked`.
 */
export async function postLateCorrections(tx: Transaction, by: By): Promise<void> {
  const { teamId } = by;
  const months = await tx.closedMonth.findMany({ where: { teamId }, distinct: ["month"], orderBy: { month: "asc" }, select: { month: true } });
  for (const { month } of months) {
    const closed = await findClosedMonth(tx, { teamId, month });
    if (!closed) continue;
    const { isReopened } = await findLastVersion(tx, teamId, month);
    const [own, utc] = [{ from: new Date(closed.report.from), to: new Date(closed.report.to) }, monthRange(month, "UTC")];
    const ledger = await readLedgerParts(tx, teamId, own);
    const id = await postLate(tx, by, closed, isReopened ? null : ledger);
    await postLateFocus(tx, by, { month, version: isReopened ? null : closed.version, ledger: isSame(own, utc) ? ledger : await readLedgerParts(tx, teamId, utc), id });
  }
}

function isSame(a: Range, b: Range): boolean {
  return a.from.getTime() === b.from.getTime() && a.to.getTime() === b.to.getTime();
}

/** @param ledger what there is by now; null of a reopened month. @returns the correction's id; null where nothing differs */
async function postLate(tx: Transaction, by: By, { month, version, report }: ClosedMonth, ledger: readonly CorrectionPart[] | null): Promise<string | null> {
  const posted = await listPosted(tx, by.teamId, month, "late");
  const parts = ledger ? differencesOf(ledger, report.lines.map(partOf), posted) : differencesOf([], posted);
  if (parts.length === 0) return null;
  const reason = ledger
    ? `What the ledger has of ${nameMonth(month)} that its version ${version} and the corrections before have not`
    : `What was charged for ${nameMonth(month)}, which is reopened and has it itself`;
  const { id } = await writeCorrection(tx, by, { ofMonth: month, kind: "late", reason, parts });
  return id;
}

type NewCorrection = { ofMonth: Month; kind: "late" | "price"; reason: string; parts: readonly CorrectionPart[] };

/** Charges a correction to the open month. */
export async function writeCorrection(tx: Transaction, { teamId, actor, now }: By, { ofMonth, kind, reason, parts }: NewCorrection): Promise<{ id: string; inMonth: Month }> {
  const [id, inMonth] = [newId(), await findOpenMonth(tx, teamId, now)];
  await tx.correction.create({
    data: {
      teamId, id, ofMonth, inMonth, kind, reason, createdAt: now, createdBy: actor,
      amountPico: new Prisma.Decimal(String(sumOfParts(parts))), lines: [...parts],
    },
  });
  return { id, inMonth };
}

/** The running month, or the one after the last closed where a change of zone has put the clock back into it. */
async function findOpenMonth(tx: Transaction, teamId: string, now: Date): Promise<Month> {
  const { timeZone } = await tx.team.findUniqueOrThrow({ where: { id: teamId }, select: { timeZone: true } });
  const last = await tx.closedMonth.findFirst({ where: { teamId }, orderBy: { month: "desc" }, select: { month: true } });
  const running = monthOf(now, timeZone);
  const next = last ? addMonths(last.month, 1) : running;
  return next > running ? next : running;
}
