import type { Budget } from "@/lib/core/budget";
import { type Change, changeOf, removalOf, type Writer } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import { AccountError } from "../account-error";
import { newId, recordChange } from "../audit";
import { type Member, requirePermission, writerOf } from "../member";
import { type BudgetDraft, BudgetError, checkBudget, describeBudget } from "./budget-draft";

/**
 * Makes a budget. It counts what its period's calls have spent already.
 * @returns its id
 * @throws NotAllowedError, BudgetError
 */
export async function createBudget(db: Db, member: Member, draft: BudgetDraft): Promise<string> {
  requirePermission(member, "change budgets");
  const id = newId();
  await db.$transaction(async (tx) => {
    const { thresholds, ...budget } = await checkBudget(tx, member.teamId, draft);
    await tx.budget.create({ data: { teamId: member.teamId, id, ...budget, thresholds: [...thresholds] } });
    await recordChange(tx, writerOf(member), changeOf("budget", budget.name, null, describeBudget({ thresholds, ...budget })));
  });
  return id;
}

/**
 * Makes the budget of this name as it is said, or changes it. Its permission is the caller's to check.
 * @throws BudgetError, also where it would be somebody else's than it was
 */
export async function upsertBudget(tx: Transaction, writer: Writer, asked: BudgetDraft): Promise<Change> {
  const { teamId } = writer;
  const draft = await checkBudget(tx, teamId, asked);
  const rows = await tx.budget.findMany({ where: { teamId, name: draft.name, archivedAt: null } });
  const [row] = rows;
  if (rows.length > 1) throw new BudgetError("name", `There are ${rows.length} budgets of the name ${draft.name}: rename them under Budgets`);
  const before = row ? (row as typeof row & Budget) : null;
  if (before && (before.scope !== draft.scope || before.subject !== draft.subject)) {
    throw new BudgetError("subject", `The budget ${draft.name} is somebody else's: archive it under Budgets, or give this one another name`);
  }
  const change = changeOf("budget", draft.name, before && describeBudget(before), describeBudget(draft));
  if (change.kind === "unchanged") return change;
  const data = { ...draft, thresholds: [...draft.thresholds] };
  if (before) await tx.budget.update({ where: { teamId_id: { teamId, id: before.id } }, data });
  else await tx.budget.create({ data: { teamId, id: newId(), ...data } });
  await recordChange(tx, writer, change);
  return change;
}

/** What may be changed of a budget: whose it is stays, or its figures would mean something else than they did. */
export type BudgetChange = Pick<BudgetDraft, "name" | "amountPico" | "period" | "rolling" | "thresholds" | "action">;

/** @throws NotAllowedError, BudgetError, AccountError when the team has no such budget */
export async function updateBudget(db: Db, member: Member, id: string, change: BudgetChange): Promise<void> {
  requirePermission(member, "change budgets");
  await db.$transaction(async (tx) => {
    const row = await tx.budget.findUnique({ where: { teamId_id: { teamId: member.teamId, id }, archivedAt: null } });
    if (row === null) throw new AccountError("There is no such budget in this team, or it has been archived");
    const before = row as typeof row & Budget;
    const { name, scope, subject, amountPico, period, rolling, thresholds, action } = await checkBudget(tx, member.teamId, { ...before, ...change });
    await tx.budget.update({ where: { teamId_id: { teamId: member.teamId, id } }, data: { name, amountPico, period, rolling, thresholds: [...thresholds], action } });
    const after = describeBudget({ name, scope, subject, amountPico, period, rolling, thresholds, action });
    await recordChange(tx, writerOf(member), changeOf("budget", name, describeBudget(before), after));
  });
}

/**
 * Ends a budget; its row stays.
 * @returns false when the team has no such budget
 * @throws NotAllowedError
 */
export async function archiveBudget(db: Db, member: Member, id: string, now: Date): Promise<boolean> {
  requirePermission(member, "change budgets");
  return db.$transaction(async (tx) => {
    const row = await tx.budget.findUnique({ where: { teamId_id: { teamId: member.teamId, id }, archivedAt: null } });
    if (row === null) return false;
    await tx.budget.update({ where: { teamId_id: { teamId: member.teamId, id } }, data: { archivedAt: now } });
    await recordChange(tx, writerOf(member), removalOf("budget", row.name, describeBudget(row as typeof row & Budget)));
    return true;
  });
}
