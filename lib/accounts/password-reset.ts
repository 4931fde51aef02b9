import { OPERATOR } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import { AccountError } from "./account-error";
import { newId, recordChange } from "./audit";
import { generateLinkToken, hashLinkToken } from "./link-token";
import { recordOwnChange } from "./record-own-change";
import type { InstallationSecret } from "./secret";
import { addressSubject, admitAttempt, resetSubject } from "./sign-in-limit";
import { hashNewPassword, normalizeEmail } from "./users";

const LIFETIME_MS = 3_600_000;

/** One wording for a link that was used, is old, was replaced or never was. */
export const RESET_FAULT = "This link is not good any more. It works once and for an hour, and only the newest one does: ask for a new one";

/** `token` is the end of the link, to be shown once: only its hash is stored. */
export type CreatedReset = { email: string; token: string; expiresAt: Date };

/**
 * Whether somebody may ask for a link now. Counted by address and by e-mail, as failed sign-ins are, whether or not
 * the e-mail is known.
 * @returns 0, or the whole seconds to wait
 */
export async function admitResetRequest(
  db: Db,
  secret: InstallationSecret,
  { email, address }: { email: string; address: string },
  now: Date,
): Promise<number> {
  const subjects = [addressSubject(secret.subjectKey, address), resetSubject(secret.subjectKey, normalizeEmail(email) ?? "")];
  for (const subject of subjects) {
    const waitMs = await admitAttempt(db, subject, now);
    if (waitMs > 0) return Math.ceil(waitMs / 1000);
  }
  return 0;
}

/**
 * Makes the link for a person who has a password here; null for everybody else. Who learns of the difference learns who
 * has an account: it must not show in an answer, nor in how long one takes.
 */
export async function requestPasswordReset(db: Db, email: string, now: Date): Promise<CreatedReset | null> {
  const user = await db.user.findUnique({ where: { email: normalizeEmail(email) ?? "" }, select: { id: true, passwordHash: true } });
  if (user === null || user.passwordHash === null) return null;
  return db.$transaction((tx) => writeReset(tx, user.id, now));
}

/**
 * Makes the link for whoever runs the installation, to be handed over; also for a person who has no password yet.
 * @throws AccountError for an unknown e-mail
 */
export async function createResetAsOperator(db: Db, email: string, now: Date): Promise<CreatedReset> {
  const user = await db.user.findUnique({ where: { email: normalizeEmail(email) ?? "" }, select: { id: true, members: true } });
  if (user === null) throw new AccountError(`There is no user ${email}`);
  return db.$transaction(async (tx) => {
    const reset = await writeReset(tx, user.id, now);
    for (const { teamId } of user.members) {
      await recordChange(tx, { teamId, actor: OPERATOR }, { kind: "created", what: "password link", name: reset.email, before: null, after: null });
    }
    return reset;
  });
}

async function writeReset(tx: Transaction, userId: string, now: Date): Promise<CreatedReset> {
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  await useUp(tx, userId, now);
  const { token, tokenHash } = generateLinkToken();
  const expiresAt = new Date(now.getTime() + LIFETIME_MS);
  await tx.passwordReset.create({ data: { id: newId(), userId, tokenHash, createdAt: now, expiresAt } });
  return { email, token, expiresAt };
}

/** Whose password the token sets, or null when it sets none. @param token any text */
export async function findPasswordReset(db: Transaction, token: string, now: Date): Promise<{ userId: string; email: string } | null> {
  const tokenHash = hashLinkToken(token);
  if (tokenHash === null) return null;
  const row = await db.passwordReset.findFirst({
    where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
    select: { userId: true, user: { select: { email: true } } },
  });
  return row === null ? null : { userId: row.userId, email: row.user.email };
}

/**
 * Sets the password of the token's person, once, and ends all their sessions.
 * @param token any text
 * @throws AccountError for a token that is good no more, and for a password that cannot be one
 */
export async function resetPassword(db: Db, token: string, password: string, now: Date): Promise<{ email: string }> {
  // Whoever has no good link gets no slow hash out of us.
  if ((await findPasswordReset(db, token, now)) === null) throw new AccountError(RESET_FAULT);
  const passwordHash = await hashNewPassword(password);
  return db.$transaction(async (tx) => {
    const tokenHash = hashLinkToken(token) ?? new Uint8Array();
    const [used] = await tx.passwordReset.updateManyAndReturn({
      where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
      select: { userId: true },
    });
    if (used === undefined) throw new AccountError(RESET_FAULT);
    const { userId } = used;
    const { email } = await tx.user.update({ where: { id: userId }, data: { passwordHash }, select: { email: true } });
    await useUp(tx, userId, now);
    await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
    await recordOwnChange(tx, userId, { kind: "updated", what: "password", name: email, before: null, after: { by: "link" } });
    return { email };
  });
}

async function useUp(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
}
