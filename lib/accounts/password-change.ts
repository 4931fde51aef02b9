import type { Db } from "@/lib/db";
import { AccountError } from "./account-error";
import { hashPassword, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, verifyPassword } from "./password";
import { recordOwnChange } from "./record-own-change";
import type { InstallationSecret } from "./secret";
import { endOtherSessions } from "./session-list";
import { signIn } from "./sign-in";

export type PasswordChange = {
  userId: string;
  /** The session that asks: the only one that goes on. */
  sessionId: string;
  current: string;
  next: string;
  /** The client's network address. */
  address: string;
};

/** `waitS` is 0 for a wrong current password, else the whole seconds until another attempt is heard. */
export type PasswordChangeResult = { endedSessions: number } | { refused: "wrong" | "wait"; waitS: number };

/**
 * Sets a person's password, who knows the current one, and signs them out everywhere else. Wrong guesses count as
 * those of a sign-in, so that a stolen session is no way around its limit.
 * @throws AccountError for a new password that cannot be one, and for a person who has none here
 */
export async function changePassword(
  db: Db,
  secret: InstallationSecret,
  { userId, sessionId, current, next, address }: PasswordChange,
  now: Date,
): Promise<PasswordChangeResult> {
  if (next.length < MIN_PASSWORD_LENGTH || next.length > MAX_PASSWORD_LENGTH) {
    throw new AccountError(`A password must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`);
  }
  const { email, passwordHash } = await db.user.findUniqueOrThrow({ where: { id: userId } });
  if (passwordHash === null) throw new AccountError("You sign in with another service, and have no password here to change");
  const result = await signIn(db, secret, { email, password: current, address }, now);
  if ("refused" in result) return result;
  if (await verifyPassword(next, passwordHash)) throw new AccountError("That is the password that you have already");

  const nextHash = await hashPassword(next);
  return db.$transaction(async (tx) => {
    // Of two changes at once the first one counts: the second was allowed by a password that is none any more.
    const { count } = await tx.user.updateMany({ where: { id: userId, passwordHash }, data: { passwordHash: nextHash } });
    if (count === 0) return { refused: "wrong", waitS: 0 };
    await tx.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
    await recordOwnChange(tx, userId, { kind: "updated", what: "password", name: email, before: null, after: null });
    return { endedSessions: await endOtherSessions(tx, userId, sessionId, now) };
  });
}

/** Whether a person has a password here, or signs in with another service alone; then which ones. */
export async function getSignInMethods(db: Db, userId: string): Promise<{ hasPassword: boolean; services: string[] }> {
  const { passwordHash, identities } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, identities: { select: { provider: true }, orderBy: { provider: "asc" } } },
  });
  return { hasPassword: passwordHash !== null, services: [...new Set(identities.map(({ provider }) => provider))] };
}
