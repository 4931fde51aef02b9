import type { Db } from "@/lib/db";
import { verifyPassword } from "./password";
import type { InstallationSecret } from "./secret";
import { accountSubject, addressSubject, admitAttempt, forgiveAttempt } from "./sign-in-limit";
import { normalizeEmail, type User } from "./users";

export type SignInAttempt = {
  email: string;
  password: string;
  /** The client's network address. */
  address: string;
};

/** `waitS` is 0 for a wrong e-mail or password, else the whole seconds until another attempt is heard. */
export type SignInResult = { user: User } | { refused: "wrong" | "wait"; waitS: number };

/**
 * Whether e-mail and password belong together. An unknown e-mail gets the answer of a wrong password and takes the same
 * time; too many failures of an account or of an address have to wait, longer each time.
 */
export async function signIn(
  db: Db,
  secret: InstallationSecret,
  attempt: SignInAttempt,
  now: Date,
): Promise<SignInResult> {
  const email = normalizeEmail(attempt.email);
  const account = accountSubject(secret.subjectKey, email ?? "");
  const address = addressSubject(secret.subjectKey, attempt.address);
  const waitMs = (await admitAttempt(db, address, now)) || (await admitAttempt(db, account, now));
  if (waitMs > 0) return { refused: "wait", waitS: Math.ceil(waitMs / 1000) };

  const row = email === null ? null : await db.user.findUnique({ where: { email } });
  const isRight = await verifyPassword(attempt.password, row?.passwordHash ?? null);
  if (row === null || !isRight) return { refused: "wrong", waitS: 0 };
  await forgiveAttempt(db, account, address, now);
  return { user: { id: row.id, email: row.email, name: row.name } };
}
