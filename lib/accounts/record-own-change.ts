import type { Change } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import { recordChange } from "./audit";

/** Writes what a person changed about their own account to the audit log of every team that they belong to. */
export async function recordOwnChange(tx: Transaction, userId: string, change: Change): Promise<void> {
  const memberships = await tx.member.findMany({ where: { userId }, select: { teamId: true } });
  for (const { teamId } of memberships) await recordChange(tx, { teamId, actor: userId }, change);
}
