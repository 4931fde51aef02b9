import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { AccountError } from "./account-error";
import { NotAllowedError, operatorOf } from "./member";
import { addMember, listMembers } from "./members";
import { deriveSecret } from "./secret";
import { createSession, findSession, revokeSession } from "./sessions";
import { signIn, type SignInResult } from "./sign-in";
import { addressSubject, admitAttempt } from "./sign-in-limit";
import { createTeam, listTeamsOfUser } from "./teams";
import { createUser, findUserByEmail } from "./users";

const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date("2026-11-22T12:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, 20);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

describe("teams, users and members", () => {
  test("a person belongs to teams with a role in each, and to no other", async () => {
    const [red, blue, demo] = [
      await createTeam(db, { slug: "red", name: "Red" }),
      await createTeam(db, { slug: "blue", name: "Blue" }),
      await createTeam(db, { slug: "a-demo", name: "Demo", demo: true }),
    ];
    const ada = await createUser(db, operatorOf(demo.id), { email: " Ada@Example.com ", role: "owner" });
    await addMember(db, operatorOf(red.id), ada.id, "viewer");
    expect(ada).toMatchObject({ email: "ada@example.com", name: "ada" });
    expect((await listTeamsOfUser(db, ada.id)).map(({ slug, role }) => [slug, role])).toEqual([
      ["red", "viewer"],
      ["a-demo", "owner"],
    ]);
    expect(await listMembers(db, blue.id)).toEqual([]);
    expect(await findUserByEmail(db, "ADA@example.com")).toEqual({ id: ada.id, email: "ada@example.com", name: "ada" });
  });

  test("duplicates and malformed names are refused, and nothing is half-written", async () => {
    const { id: teamId } = await createTeam(db, { slug: "once", name: "Once" });
    const bob = await createUser(db, operatorOf(teamId), { email: "bob@example.com", role: "member" });
    const users = await db.user.count();
    for (const email of ["bob@example.com", "BOB@EXAMPLE.COM", "nobody", "a@b\u0000", "", "a b@c"]) {
      await expect(createUser(db, operatorOf(teamId), { email, role: "member" })).rejects.toThrow(AccountError);
    }
    await expect(createUser(db, operatorOf(teamId), { email: "c@d", role: "member", password: "short" })).rejects.toThrow(
      AccountError,
    );
    await expect(addMember(db, operatorOf(teamId), bob.id, "admin")).rejects.toThrow(/already a member/);
    await expect(createTeam(db, { slug: "once", name: "Twice" })).rejects.toThrow(/already a team/);
    await expect(createTeam(db, { slug: "No Slug", name: "x" })).rejects.toThrow(AccountError);
    expect(await db.user.count()).toBe(users);
  });

  test("only admins add members, and only owners add owners", async () => {
    const { id: teamId } = await createTeam(db, { slug: "ranks", name: "Ranks" });
    const as = (role: "owner" | "admin" | "member") => ({ teamId, userId: "someone", role });
    await expect(createUser(db, as("member"), { email: "x@ranks", role: "viewer" })).rejects.toThrow(NotAllowedError);
    await expect(createUser(db, as("admin"), { email: "x@ranks", role: "owner" })).rejects.toThrow(NotAllowedError);
    await expect(createUser(db, as("admin"), { email: "x@ranks", role: "admin" })).resolves.toBeDefined();
    await expect(createUser(db, as("owner"), { email: "y@ranks", role: "owner" })).resolves.toBeDefined();
  });
});

describe("sessions", () => {
  test("are good until they end or are revoked", async () => {
    const { id: teamId } = await createTeam(db, { slug: "sessions", name: "S" });
    const { id: userId, email, name } = await createUser(db, operatorOf(teamId), { email: "s@example.com", role: "member" });
    const [one, two] = [await createSession(db, userId, now), await createSession(db, userId, now)];
    expect(await findSession(db, one.id, now)).toEqual({ id: one.id, expiresAt: one.expiresAt, user: { id: userId, email, name } });
    expect(await findSession(db, one.id, one.expiresAt)).toBeNull();
    await revokeSession(db, one.id, now);
    expect(await findSession(db, one.id, now)).toBeNull();
    expect(await findSession(db, two.id, now)).not.toBeNull();
  });

  test("remember the browser, cut short, and when they were seen last, to five minutes", async () => {
    const { id: teamId } = await createTeam(db, { slug: "seen", name: "S" });
    const { id: userId } = await createUser(db, operatorOf(teamId), { email: "seen@example.com", role: "member" });
    const { id } = await createSession(db, userId, now, `Browser\0 ${"x".repeat(500)}`);
    const seen = async (at: Date) => {
      await findSession(db, id, at);
      return (await db.session.findUniqueOrThrow({ where: { id } })).lastSeenAt;
    };
    expect((await db.session.findUniqueOrThrow({ where: { id } })).userAgent).toBe(`Browser ${"x".repeat(192)}`);
    expect(await seen(after(300))).toEqual(now);
    expect(await seen(after(301))).toEqual(after(301));
    expect(await seen(after(2))).toEqual(after(301));
  });

  test.each(["", "x", "01932c07-209c-7401-8000-000000000001", "'; DROP TABLE sessions; --"])("%j is none", async (id) => {
    expect(await findSession(db, id, now)).toBeNull();
    await expect(revokeSession(db, id, now)).resolves.toBeUndefined();
  });
});

describe("signIn", () => {
  const password = "a password of its own";
  const attempt = (email: string, given: string, at = now, address = "192.0.2.1") =>
    signIn(db, secret, { email, password: given, address }, at);
  const addUser = async (email: string) => {
    const { id: teamId } = await createTeam(db, { slug: email.replace("@", "."), name: email });
    await createUser(db, operatorOf(teamId), { email, password, role: "member" });
  };

  test("takes the right password, whatever the case of the e-mail, and nothing else", async () => {
    await addUser("eve@a.example");
    expect(await attempt("EVE@a.example ", password)).toMatchObject({ user: { email: "eve@a.example" } });
    const wrong = { refused: "wrong", waitS: 0 };
    expect(await attempt("eve@a.example", `${password}.`)).toEqual(wrong);
    expect(await attempt("nobody@a.example", password)).toEqual(wrong);
    expect(await attempt("not an e-mail", password)).toEqual(wrong);
  });

  test("makes an account wait longer each time, in seconds, and forgets after a good one or a day", async () => {
    await addUser("slow@a.example");
    const wait = async (given: string, at: Date) => {
      const result: SignInResult = await attempt("slow@a.example", given, at, "192.0.2.2");
      return "user" in result ? "in" : `${result.refused} ${result.waitS}`;
    };
    for (let failure = 1; failure <= 4; failure++) expect(await wait("guess", now)).toBe("wrong 0");
    expect(await wait("guess", now)).toBe("wrong 0");
    expect(await wait(password, now)).toBe("wait 1");
    expect(await wait("guess", after(1))).toBe("wrong 0");
    expect(await wait(password, after(1))).toBe("wait 2");
    expect(await wait("guess", after(3))).toBe("wrong 0");
    expect(await wait("guess", after(5.5))).toBe("wait 2");
    expect(await wait(password, after(7))).toBe("in");
    expect(await wait("guess", after(7))).toBe("wrong 0");
    expect(await wait(password, after(7))).toBe("in");

    for (let failure = 1; failure <= 6; failure++) await wait("guess", after(100 + failure));
    expect(await wait(password, after(106))).toBe("wait 2");
    expect(await wait("guess", after(100 + 25 * 3600))).toBe("wrong 0");
    expect(await wait(password, after(100 + 25 * 3600))).toBe("in");
  });

  test("lets twenty guesses at once be no more than twenty in turn", async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, i) => attempt("par@a.example", `guess ${i}`, now, `192.0.2.${i}`)));
    const heard = results.filter((result) => "refused" in result && result.refused === "wrong");
    expect(heard).toHaveLength(5);
  });

  test("limits an address that tries many accounts, by its /64 when it is IPv6, and no other address", async () => {
    const admit = (address: string) => admitAttempt(db, addressSubject(secret.subjectKey, address), now);
    for (let n = 1; n <= 20; n++) expect(await admit(`2001:4860::${n.toString(16)}`)).toBe(0);
    expect(await admit("2001:4860::ffff")).toBe(1000);
    expect(await attempt("someone@many.example", "guess", now, "2001:4860::1")).toEqual({ refused: "wait", waitS: 1 });
    expect(await admit("2001:4860:0:1::1")).toBe(0);
    for (let n = 1; n <= 20; n++) expect(await admit(n % 2 ? "198.51.100.1" : "::ffff:198.51.100.1")).toBe(0);
    expect(await admit("::ffff:198.51.100.1")).toBe(1000);
    expect(await admit("::ffff:198.51.100.2")).toBe(0);
  });

  test("keeps neither e-mails nor addresses", async () => {
    const rows = JSON.stringify(await db.signInFailure.findMany());
    expect(rows).not.toMatch(/example|192\.0/);
  });
});
