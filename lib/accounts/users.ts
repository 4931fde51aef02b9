import { labelProblem } from "@/lib/core/name";
import type { Db, Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { AccountError, refuseDuplicate } from "./account-error";
import { newId } from "./audit";
import { type Member, requirePermission } from "./member";
import { writeMember } from "./members";
import { generatePassword, hashPassword, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./password";

export type User = { id: string; email: string; name: string };

export type NewUser = {
  email: string;
  /** The part of the e-mail before the @ unless given. */
  name?: string;
  /** Generated unless given. */
  password?: string;
  role: Role;
};

const EMAIL = /^[^\s@\p{Cc}\p{Cs}]{1,64}@[^\s@\p{Cc}\p{Cs}]{1,189}$/u;

/** The one spelling in which an e-mail is stored and looked up, or null for what cannot be one. */
export function normalizeEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  return EMAIL.test(email) ? email : null;
}

/**
 * Creates a person and makes them a member of the acting member's team.
 * @returns the password too, to be shown once
 * @throws NotAllowedError, AccountError
 */
export async function createUser(db: Db, acting: Member, input: NewUser): Promise<User & { password: string }> {
  requirePermission(acting, "manage members");
  const email = normalizeEmail(input.email);
  if (email === null) throw new AccountError("That is not an e-mail address");
  const password = input.password ?? generatePassword();
  const person = await preparePerson({ name: input.name ?? email.slice(0, email.indexOf("@")), password });
  const id = await db.$transaction(async (tx) => {
    const userId = await createUserRow(tx, email, person);
    await writeMember(tx, acting, userId, input.role);
    return userId;
  });
  return { id, email, name: person.name, password };
}

/** What somebody new says of themselves. */
export type NewPerson = { name: string; password: string };

/** The same, checked and ready to be stored; null for who signs in elsewhere alone. */
export type PreparedPerson = { name: string; passwordHash: string | null };

/** @throws AccountError */
export async function preparePerson({ name, password }: NewPerson): Promise<PreparedPerson> {
  const nameFault = labelProblem(name);
  if (nameFault !== null) throw new AccountError(`The name of a user ${nameFault}`);
  return { name: name.trim(), passwordHash: await hashNewPassword(password) };
}

/** @throws AccountError for one that is too short or too long */
export async function hashNewPassword(password: string): Promise<string> {
  if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
    throw new AccountError(`A password must have ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`);
  }
  return hashPassword(password);
}

/**
 * @param email as normalizeEmail gives it
 * @returns the new user's id
 * @throws AccountError for an e-mail that somebody has already
 */
export async function createUserRow(tx: Transaction, email: string, person: PreparedPerson): Promise<string> {
  const id = newId();
  await refuseDuplicate(tx.user.create({ data: { id, email, ...person } }), `There is already a user ${email}`);
  return id;
}

/** @param email in any spelling */
export async function findUserByEmail(db: Db, email: string): Promise<User | null> {
  const normal = normalizeEmail(email);
  if (normal === null) return null;
  return db.user.findUnique({ where: { email: normal }, select: { id: true, email: true, name: true } });
}
