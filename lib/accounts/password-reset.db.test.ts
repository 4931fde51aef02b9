import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { AccountError } from "./account-error";
import { operatorOf } from "./member";
import { admitResetRequest, createResetAsOperator, findPasswordReset, requestPasswordReset, resetPassword } from "./password-reset";
import { deriveSecret } from "./secret";
import { createSession, findSession } from "./sessions";
import { signIn } from "./sign-in";
import { createTeam } from "./teams";
import { createUser } from "./users";

const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date("2026-11-22T12:00:00Z");
const HOUR_MS = 3_600_000;
const next = "the next password of ada";
let database: TestDatabase;
let db: Db;
let userId: string;
const email = "ada@example.com";

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, 10);
  const { id: teamId } = await createTeam(db, { slug: "acme", name: "Acme" });
  userId = (await createUser(db, operatorOf(teamId), { email, role: "owner" })).id;
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const ask = async () => (await requestPasswordReset(db, ` ${email.toUpperCase()} `, now))?.token ?? "";
const tries = (password: string) => signIn(db, secret, { email, password, address: "192.0.2.1" }, now);

test("a link sets a new password, once, ends every session and is in the audit log without its token", async () => {
  const sessions = [await createSession(db, userId, now), await createSession(db, userId, now)];
  const token = await ask();
  expect(await findPasswordReset(db, token, now)).toEqual({ userId, email });
  await expect(resetPassword(db, token, "short", now)).rejects.toThrow(AccountError);
  expect(await resetPassword(db, token, next, now)).toEqual({ email });
  expect(await tries(next)).toHaveProperty("user");
  for (const { id } of sessions) expect(await findSession(db, id, now)).toBeNull();
  await expect(resetPassword(db, token, "another long password", now)).rejects.toThrow(/not good any more/);
  const stored = JSON.stringify([await db.auditEntry.findMany(), await db.passwordReset.findMany()]);
  expect(stored).toContain("password.updated");
  expect(stored).not.toContain(token);
});

test("a link is over after an hour, and when a newer one was asked for", async () => {
  const [first, second] = [await ask(), await ask()];
  expect(await findPasswordReset(db, first, now)).toBeNull();
  expect(await findPasswordReset(db, second, new Date(now.getTime() + HOUR_MS - 1))).not.toBeNull();
  expect(await findPasswordReset(db, second, new Date(now.getTime() + HOUR_MS))).toBeNull();
  await expect(resetPassword(db, second, next, new Date(now.getTime() + HOUR_MS))).rejects.toThrow(AccountError);
});

test("a link that is used by many at once sets one password", async () => {
  const token = await ask();
  const passwords = Array.from({ length: 4 }, (_, i) => `a password, number ${i}`);
  const done = await Promise.allSettled(passwords.map((password) => resetPassword(db, token, password, now)));
  const winner = done.findIndex(({ status }) => status === "fulfilled");
  expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await tries(passwords[winner] ?? "")).toHaveProperty("user");
});

test.each(["", "x", "a".repeat(43), "\u0000", "' OR 1=1 --"])("%j is no link", async (token) => {
  expect(await findPasswordReset(db, token, now)).toBeNull();
  await expect(resetPassword(db, token, next, now)).rejects.toThrow(AccountError);
});

test("nobody unknown gets one, nor by mail who has no password here, but whoever runs the installation may make one", async () => {
  expect(await requestPasswordReset(db, "nobody@example.com", now)).toBeNull();
  expect(await requestPasswordReset(db, "no e-mail", now)).toBeNull();
  await db.user.create({ data: { id: crypto.randomUUID(), email: "sso@example.com", name: "S", passwordHash: null } });
  expect(await requestPasswordReset(db, "sso@example.com", now)).toBeNull();
  const { token } = await createResetAsOperator(db, "sso@example.com", now);
  expect(await resetPassword(db, token, next, now)).toEqual({ email: "sso@example.com" });
  await expect(createResetAsOperator(db, "nobody@example.com", now)).rejects.toThrow(AccountError);
});

test("asking is limited by e-mail, known or not, and by address, and keeps nobody from signing in", async () => {
  const asks = async (who: string, address: string) => admitResetRequest(db, secret, { email: who, address }, now);
  for (const who of ["limited@example.com", email]) {
    for (let n = 1; n <= 5; n++) expect(await asks(who, `192.0.2.${n}`)).toBe(0);
    expect(await asks(who, "192.0.2.9")).toBe(1);
  }
  for (let n = 1; n <= 20; n++) expect(await asks(`p${n}@example.com`, "198.51.100.7")).toBe(0);
  expect(await asks("one-more@example.com", "198.51.100.7")).toBe(1);
  expect(await tries("a guess")).toEqual({ refused: "wrong", waitS: 0 });
});
