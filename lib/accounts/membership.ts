import { OPERATOR } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { type Member, NotAllowedError, requirePermission } from "./member";

/**
 * Lets one change of a team's people happen at a time, until the transaction ends: what is read after this stays true.
 * Rows that merely refer to the team may be written meanwhile.
 */
export async function lockPeople(tx: Transaction, teamId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM teams WHERE id = ${teamId}::uuid FOR NO KEY UPDATE`;
}

/** The role of a person in a team now, or null for who is not a member of it. */
export async function findRole(tx: Transaction, teamId: string, userId: string): Promise<Role | null> {
  const row = await tx.member.findUnique({ where: { teamId_userId: { teamId, userId } }, select: { role: true } });
  return row?.role ?? null;
}

/**
 * Locks the team's people, and reads again who acts: their role may have changed since their page was shown.
 * @throws NotAllowedError for who may not manage members, or no longer
 */
export async function lockAsManager(tx: Transaction, acting: Member): Promise<Member> {
  requirePermission(acting, "manage members");
  await lockPeople(tx, acting.teamId);
  if (acting.userId === OPERATOR) return acting;
  const role = await findRole(tx, acting.teamId, acting.userId);
  if (role === null) throw new NotAllowedError(acting.role, "manage members");
  const current = { ...acting, role };
  requirePermission(current, "manage members");
  return current;
}

/** Nobody touches or makes people more powerful than themselves. @throws NotAllowedError */
export function requireRankOver(acting: Member, ...roles: Role[]): void {
  if (roles.includes("owner")) requirePermission(acting, "manage owners");
}
