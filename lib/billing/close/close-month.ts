import { recordChange } from "@/lib/accounts/audit";
import { type Member, requirePermission } from "@/lib/accounts/member";
import { changeOf } from "@/lib/core/change";
import type { Month } from "@/lib/core/month";
import type { Db, Transaction } from "@/lib/db";
import { freezeFocus } from "../focus/frozen/freeze-focus";
import { readMonthReport } from "../get-month-report";
import { MonthError } from "../month-error";
import { findTeamMonth, nameMonth } from "../month-range";
import { noteClosing, tellClosings } from "../send/closing-notices";
import { canonicalJson } from "./canonical-json";
import { type ClosedMonth, hashOf } from "./closed-month";
import { withMonthsLocked } from "./months-lock";
import { type By, postLateCorrections } from "./post-corrections";
import { findLastVersion, getStanding, type OpenItem } from "./standing";

/** A month that was just closed, and what was missing when it was. */
export type Closing = { closed: ClosedMonth; openItems: OpenItem[] };

/** @throws NotAllowedError, MonthError for a month that is not over or is closed already */
export function closeMonth(db: Db, member: Member, { month, now }: { month: Month; now: Date }): Promise<Closing> {
  requirePermission(member, "close months");
  return closeMonthBy(db, { teamId: member.teamId, actor: member.userId, now }, month);
}

/** The same for who need not be asked whether they may: the calendar. */
export async function closeMonthBy(db: Db, by: By, month: Month): Promise<Closing> {
  const closing = await withMonthsLocked(db, (tx) => close(tx, by, month));
  // The month is closed whatever becomes of this: what is not told now the job tells, and says why it could not.
  await tellClosings(db, by.teamId).catch(() => undefined);
  return closing;
}

async function close(tx: Transaction, by: By, month: Month): Promise<Closing> {
  const { teamId, actor, now } = by;
  const last = await requireCloseable(tx, by, month);
  const report = await readMonthReport(tx, { teamId, month, now });
  const { openItems } = await getStanding(tx, teamId, month, report, now);
  const document = canonicalJson(report);
  const { zone } = report;
  const kept = { month, version: last + 1, zone, document, sha256: hashOf(document), closedAt: now, closedBy: actor };
  await tx.closedMonth.create({ data: { teamId, ...kept, beginsAt: new Date(report.from), endsAt: new Date(report.to) } });
  const focusSha256 = await freezeFocus(tx, { teamId, month, version: kept.version }, now);
  const values = { version: kept.version, sha256: kept.sha256, ...(focusSha256 !== null && { focusSha256 }), spendUsd: report.total.spendUsd, openItems: openItems.map(({ text }) => text) };
  await recordChange(tx, { teamId, actor }, changeOf("closed month", month, null, values));
  // What was charged elsewhere for an earlier version is part of this one, and other months may have late records too.
  await postLateCorrections(tx, by);
  const closed = { ...kept, report };
  await noteClosing(tx, teamId, closed);
  return { closed, openItems };
}

/** @returns the last version, 0 before the first */
async function requireCloseable(tx: Transaction, { teamId, now }: By, month: Month): Promise<number> {
  const { range, zone } = await findTeamMonth(tx, teamId, month);
  const name = nameMonth(month);
  if (now < range.from) throw new MonthError(`${name} has not begun yet, so there is nothing to close`);
  if (now < range.to) {
    const end = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: zone }).format(range.to);
    throw new MonthError(`${name} is still running: it can be closed once it is over, from ${end} (${zone}) on`);
  }
  const { version, isReopened } = await findLastVersion(tx, teamId, month);
  if (version !== null && !isReopened) throw new MonthError(`${name} is closed already, as version ${version}. Reopen it first to close it again`);
  return version ?? 0;
}

/**
 * Lets a closed month be closed again, as its next version. The closed one stays for ever.
 * @param reason why, for the audit log
 * @throws NotAllowedError, MonthError for a month that is not closed, and without a reason
 */
export function reopenMonth(db: Db, member: Member, { month, reason, now }: { month: Month; reason: string; now: Date }): Promise<void> {
  requirePermission(member, "close months");
  const { teamId, userId } = member;
  const why = reason.trim().slice(0, 500);
  if (why === "") throw new MonthError("Say why the month is reopened: it is kept with it");
  return withMonthsLocked(db, async (tx) => {
    await findTeamMonth(tx, teamId, month);
    const { version, isReopened } = await findLastVersion(tx, teamId, month);
    if (version === null) throw new MonthError(`${nameMonth(month)} is not closed, so there is nothing to reopen`);
    if (isReopened) throw new MonthError(`${nameMonth(month)} is reopened already: close it to make version ${version + 1}`);
    await tx.reopenedMonth.create({ data: { teamId, month, afterVersion: version, reason: why, reopenedAt: now, reopenedBy: userId } });
    // Its report and files are the ledger's again, and have what was charged elsewhere.
    await postLateCorrections(tx, { teamId, actor: userId, now });
    await recordChange(tx, { teamId, actor: userId }, changeOf("reopened month", month, null, { version, reason: why }));
  });
}
