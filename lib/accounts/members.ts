import { changeOf, removalOf } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { AccountError, refuseDuplicate } from "./account-error";
import { recordChange } from "./audit";
import { revokeInvitationsBeyond } from "./invitations-of-inviter";
import { revokeKeysOfOwner } from "./keys/revoke-keys-of-owner";
import { type Member, requirePermission, writerOf } from "./member";
import { lockAsManager, lockPeople, requireRankOver } from "./membership";

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
  requireRankOver(acting, role);
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

/**
 * Gives a member of the acting member's team another role.
 * @throws NotAllowedError, AccountError when the team would be without an owner, or for who is not a member
 */
export async function changeRole(db: Db, acting: Member, userId: string, role: Role): Promise<void> {
  await db.$transaction(async (tx) => {
    const current = await lockAsManager(tx, acting);
    const member = await getMember(tx, acting.teamId, userId);
    requireRankOver(current, member.role, role);
    if (member.role === role) return;
    if (member.role === "owner") await requireAnotherOwner(tx, member);
    const { teamId } = acting;
    await tx.member.update({ where: { teamId_userId: { teamId, userId } }, data: { role } });
    await revokeInvitationsBeyond(tx, writerOf(acting), userId, role, new Date());
    await recordChange(tx, writerOf(acting), changeOf("member", member.email, { role: member.role }, { role }));
  });
}

/**
 * Ends a membership at once. The person's API keys of the team are revoked with it.
 * @throws NotAllowedError, AccountError when the team would be without an owner, or for who is not a member
 */
export async function removeMember(db: Db, acting: Member, userId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const current = await lockAsManager(tx, acting);
    const member = await getMember(tx, acting.teamId, userId);
    requireRankOver(current, member.role);
    await endMembership(tx, acting, member);
  });
}

/** The same, by the person in question: anybody may leave. @throws AccountError for the last owner */
export async function leaveTeam(db: Db, leaving: Member): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockPeople(tx, leaving.teamId);
    await endMembership(tx, leaving, await getMember(tx, leaving.teamId, leaving.userId));
  });
}

type FoundMember = Omit<ListedMember, "name"> & { teamId: string };

async function getMember(tx: Transaction, teamId: string, userId: string): Promise<FoundMember> {
  const row = await tx.member.findFirst({ where: { teamId, userId }, select: { role: true, user: { select: { email: true } } } });
  if (row === null) throw new AccountError("This person is not a member of the team any more");
  return { teamId, userId, role: row.role, email: row.user.email };
}

async function endMembership(tx: Transaction, acting: Member, { teamId, userId, role, email }: FoundMember): Promise<void> {
  if (role === "owner") await requireAnotherOwner(tx, { teamId, userId });
  const now = new Date();
  const revokedKeys = await revokeKeysOfOwner(tx, writerOf(acting), userId, now);
  await revokeInvitationsBeyond(tx, writerOf(acting), userId, null, now);
  await tx.member.delete({ where: { teamId_userId: { teamId, userId } } });
  await recordChange(tx, writerOf(acting), removalOf("member", email, { role, "API keys revoked": revokedKeys }));
}

async function requireAnotherOwner(tx: Transaction, { teamId, userId }: { teamId: string; userId: string }): Promise<void> {
  const others = await tx.member.count({ where: { teamId, role: "owner", userId: { not: userId } } });
  if (others === 0) throw new AccountError("A team needs an owner: make somebody else an owner first");
}
