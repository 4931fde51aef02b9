import { changeOf } from "@/lib/core/change";
import { isUuidv7 } from "@/lib/core/uuidv7";
import type { Db, Transaction } from "@/lib/db";
import { recordOwnChange } from "./record-own-change";

/** A sign-in that is still good, as its person sees it. */
export type ListedSession = { id: string; userAgent: string; createdAt: Date; lastSeenAt: Date; expiresAt: Date };

/** The sessions in which a person is signed in, last seen first. */
export function listSessions(db: Transaction, userId: string, now: Date): Promise<ListedSession[]> {
  return db.session.findMany({
    where: open(userId, now),
    select: { id: true, userAgent: true, createdAt: true, lastSeenAt: true, expiresAt: true },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
  });
}

/**
 * Ends one session of the person's own. Ending it again changes nothing.
 * @param id any text
 * @returns whether they have such a session
 */
export async function revokeOwnSession(db: Db, userId: string, id: string, now: Date): Promise<boolean> {
  if (!isUuidv7(id)) return false;
  return db.$transaction(async (tx) => {
    if ((await tx.session.count({ where: { id, userId } })) === 0) return false;
    await endSessions(tx, userId, { id }, now);
    return true;
  });
}

/** Ends all sessions of a person but one. @returns how many ended */
export function revokeOtherSessions(db: Db, userId: string, keptId: string, now: Date): Promise<number> {
  return db.$transaction((tx) => endOtherSessions(tx, userId, keptId, now));
}

/** The same, as a part of the caller's transaction. */
export function endOtherSessions(tx: Transaction, userId: string, keptId: string, now: Date): Promise<number> {
  return endSessions(tx, userId, { id: { not: keptId } }, now);
}

async function endSessions(tx: Transaction, userId: string, which: { id: string | { not: string } }, now: Date): Promise<number> {
  const { count } = await tx.session.updateMany({ where: { ...open(userId, now), ...which }, data: { revokedAt: now } });
  if (count === 0) return 0;
  const left = await tx.session.count({ where: open(userId, now) });
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  await recordOwnChange(tx, userId, changeOf("session", email, { openSessions: left + count }, { openSessions: left }));
  return count;
}

function open(userId: string, now: Date) {
  return { userId, revokedAt: null, expiresAt: { gt: now } };
}
