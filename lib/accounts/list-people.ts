import type { Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { type Member, requirePermission } from "./member";

/** A member of a team, with what an admin asks about them. */
export type Person = {
  userId: string;
  email: string;
  name: string;
  role: Role;
  joinedAt: Date;
  /** In any of their sessions, to a few minutes; null for who never signed in, or long ago. */
  lastSeenAt: Date | null;
  /** API keys of theirs in this team that are neither revoked nor expired. */
  openKeys: number;
};

/** The people of the member's team, in the order in which they came. @throws NotAllowedError */
export async function listPeople(db: Transaction, member: Member, now: Date): Promise<Person[]> {
  requirePermission(member, "list members");
  const { teamId } = member;
  const newest = { select: { lastSeenAt: true }, orderBy: { lastSeenAt: "desc" }, take: 1 } as const;
  const [rows, keys] = await Promise.all([
    db.member.findMany({
      where: { teamId },
      select: { userId: true, role: true, createdAt: true, user: { select: { email: true, name: true, sessions: newest } } },
      orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
    }),
    db.apiKey.groupBy({
      by: ["ownerId"],
      where: { teamId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      _count: { _all: true },
    }),
  ]);
  const openKeys = new Map(keys.map(({ ownerId, _count }) => [ownerId, _count._all]));
  return rows.map(({ userId, role, createdAt, user: { email, name, sessions } }) => ({
    userId, email, name, role,
    joinedAt: createdAt,
    lastSeenAt: sessions[0]?.lastSeenAt ?? null,
    openKeys: openKeys.get(userId) ?? 0,
  }));
}
