import { isUuidv7 } from "@/lib/core/uuidv7";
import type { Transaction } from "@/lib/db";
import { newId } from "./audit";
import type { User } from "./users";

const LIFETIME_MS = 14 * 24 * 3_600_000;

/** A sign-in that is still good. */
export type Session = { id: string; user: User; expiresAt: Date };

/** Begins a session of 14 days under a new id. */
export async function createSession(db: Transaction, userId: string, now: Date): Promise<{ id: string; expiresAt: Date }> {
  const session = { id: newId(), expiresAt: new Date(now.getTime() + LIFETIME_MS) };
  await db.session.create({ data: { ...session, userId, createdAt: now } });
  return session;
}

/** The session with its user, or null when it is unknown, revoked or over. @param id any text */
export async function findSession(db: Transaction, id: string, now: Date): Promise<Session | null> {
  if (!isUuidv7(id)) return null;
  return db.session.findFirst({
    where: { id, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, expiresAt: true, user: { select: { id: true, email: true, name: true } } },
  });
}

/** Ends a session at once, in every process. @param id any text */
export async function revokeSession(db: Transaction, id: string, now: Date): Promise<void> {
  if (isUuidv7(id)) await db.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
}
