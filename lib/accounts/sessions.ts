import { isUuidv7 } from "@/lib/core/uuidv7";
import type { Transaction } from "@/lib/db";
import { newId } from "./audit";
import type { User } from "./users";

const LIFETIME_MS = 14 * 24 * 3_600_000;
/** How old the note of when a session was last seen may grow: a page must not write each time. */
const SEEN_MS = 5 * 60_000;
const MAX_USER_AGENT_LENGTH = 200;

/** A sign-in that is still good. */
export type Session = { id: string; user: User; expiresAt: Date };

/**
 * Begins a session of 14 days under a new id.
 * @param userAgent what the browser says of itself, any text
 */
export async function createSession(db: Transaction, userId: string, now: Date, userAgent = ""): Promise<{ id: string; expiresAt: Date }> {
  const session = { id: newId(), expiresAt: new Date(now.getTime() + LIFETIME_MS) };
  const shown = userAgent.replaceAll("\0", "").slice(0, MAX_USER_AGENT_LENGTH).toWellFormed();
  await db.session.create({ data: { ...session, userId, createdAt: now, lastSeenAt: now, userAgent: shown } });
  return session;
}

/**
 * The session with its user, or null when it is unknown, revoked or over. Notes that it was seen, to five minutes.
 * @param id any text
 */
export async function findSession(db: Transaction, id: string, now: Date): Promise<Session | null> {
  if (!isUuidv7(id)) return null;
  const row = await db.session.findFirst({
    where: { id, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, expiresAt: true, lastSeenAt: true, user: { select: { id: true, email: true, name: true } } },
  });
  if (row === null) return null;
  const { lastSeenAt, ...session } = row;
  const seenBefore = new Date(now.getTime() - SEEN_MS);
  if (lastSeenAt < seenBefore) await db.session.updateMany({ where: { id, lastSeenAt: { lt: seenBefore } }, data: { lastSeenAt: now } });
  return session;
}

/** Ends a session at once, in every process. @param id any text */
export async function revokeSession(db: Transaction, id: string, now: Date): Promise<void> {
  if (isUuidv7(id)) await db.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
}
