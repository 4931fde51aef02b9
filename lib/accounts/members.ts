import { changeOf } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { AccountError, refuseDuplicate } from "./account-error";
import { recordChange } from "./audit";
import { type Member, requirePermission, writerOf } from "./member";

export type ListedMember = { userId: string; email: string; name: string; role: Role };

/**
 * Makes a user a member of the acting member's team.
 * @throws NotAllowedError, AccountError for a user who is a member already
 */
export async function addMember(db: Db, acting: Member, userId: string, role: Role): Promise<void> {
  await db.$transaction((tx) => writeMember(tx, acting, userId, role));
}

/** The same, as a part of the caller's transaction. */
export async function writeMember(tx: Transaction, acting: Member, userId: string, role: Role): Promise<void> {
  requirePermission(acting, "manage members");
  // Nobody makes somebody more powerful than themselves.
  if (role === "owner") requirePermission(acting, "manage owners");
  const { teamId } = acting;
  const user = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
  if (user === null) throw new AccountError("There is no such user");
  await refuseDuplicate(tx.member.create({ data: { teamId, userId, role } }), `${user.email} is already a member of this team`);
  await recordChange(tx, writerOf(acting), changeOf("member", user.email, null, { role }));
}

/** The members of a team, in the order in which they came. */
export async function listMembers(db: Transaction, teamId: string): Promise<ListedMember[]> {
  const rows = await db.member.findMany({
    where: { teamId },
    select: { userId: true, role: true, user: { select: { email: true, name: true } } },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
  });
  return rows.map(({ userId, role, user }) => ({ userId, role, ...user }));
}
