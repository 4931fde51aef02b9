import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeOf } from "@/lib/core/change";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import { AccountError } from "./account-error";
import { newId, recordChange } from "./audit";
import { listAudit, listAuditChoices, parseAuditFilters } from "./list-audit";
import { listPeople } from "./list-people";
import { type Member, NotAllowedError, operatorOf } from "./member";
import { addMember } from "./members";
import { hashPassword } from "./password";
import { changePassword, getSignInMethods } from "./password-change";
import { renameUser } from "./rename-user";
import { deriveSecret } from "./secret";
import { listSessions, revokeOtherSessions, revokeOwnSession } from "./session-list";
import { createSession, findSession } from "./sessions";
import { signIn } from "./sign-in";
import { createTeamOf, StaleTeamError, type TeamSettings, TeamSettingsError, updateTeam } from "./team-settings";
import { createTeam, listTeamsOfUser } from "./teams";

const ROLES = ["viewer", "member", "admin", "owner"] as const;
const PASSWORD = "a password of its own";
const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date("2026-11-22T12:00:00Z");
/** Wide enough for entries of the very moment of the test. */
const range = { from: new Date("2026-01-01T00:00:00Z"), to: new Date(Date.now() + 366 * 24 * 3_600_000) };
let database: TestDatabase;
let db: Db;
/** Of PASSWORD. Made once: it is meant to be slow. */
let passwordHash: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, 10);
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function makeTeam(slug: string) {
  const team = await createTeam(db, { slug, name: slug });
  const owner = { id: newId(), email: `owner@${slug}`, name: "owner" };
  await db.user.create({ data: { ...owner, passwordHash } });
  await addMember(db, operatorOf(team.id), owner.id, "owner");
  const as = (role: Member["role"]): Member => ({ teamId: team.id, userId: owner.id, role });
  const log = async (what: string) => (await listAudit(db, as("owner"), { what, range })).entries;
  return { team, owner, as, log };
}

describe("updateTeam", () => {
  const read = (slug: string) => ({ name: slug, timeZone: "UTC" });

  test.each(ROLES)("a %s may change the team or is refused, as the table says", async (role) => {
    const { as } = await makeTeam(`settings-${role}`);
    const save = updateTeam(db, as(role), { name: "New", timeZone: "UTC" }, read(`settings-${role}`));
    if (role === "admin" || role === "owner") await expect(save).resolves.toEqual({ name: "New", timeZone: "UTC" });
    else await expect(save).rejects.toThrow(NotAllowedError);
  });

  test("is in the log once, even when the form is sent twice", async () => {
    const { team, owner, as, log } = await makeTeam("twice");
    const next = { name: " Twice as good ", timeZone: "asia/kolkata" };
    await updateTeam(db, as("owner"), next, read("twice"));
    await updateTeam(db, as("owner"), next, read("twice"));
    expect(await db.team.findUnique({ where: { id: team.id } })).toMatchObject({ name: "Twice as good", timeZone: "Asia/Kolkata" });
    expect((await log("team")).filter(({ kind }) => kind === "updated")).toMatchObject([
      {
        actor: owner.id, actorName: "owner", subject: "twice",
        before: { name: "twice", timeZone: "UTC" },
        after: { name: "Twice as good", timeZone: "Asia/Kolkata" },
      },
    ]);
  });

  test("does not write over what another admin saved meanwhile", async () => {
    const { as } = await makeTeam("stale");
    await updateTeam(db, as("owner"), { name: "Theirs", timeZone: "Europe/Berlin" }, read("stale"));
    const late = updateTeam(db, as("admin"), { name: "Mine", timeZone: "UTC" }, read("stale"));
    await expect(late).rejects.toThrow(StaleTeamError);
    await expect(late).rejects.toMatchObject({ current: { name: "Theirs", timeZone: "Europe/Berlin" } });
    await updateTeam(db, as("admin"), { name: "Mine", timeZone: "UTC" }, { name: "Theirs", timeZone: "Europe/Berlin" });
    expect(await db.team.findUnique({ where: { slug: "stale" } })).toMatchObject({ name: "Mine", timeZone: "UTC" });
  });

  test("refuses a name or a zone that cannot be, at its field", async () => {
    const { as } = await makeTeam("bad");
    const save = (given: TeamSettings) => updateTeam(db, as("owner"), given, read("bad"));
    await expect(save({ name: "  ", timeZone: "UTC" })).rejects.toMatchObject({ field: "name" });
    await expect(save({ name: "x".repeat(201), timeZone: "UTC" })).rejects.toMatchObject({ field: "name" });
    await expect(save({ name: "Fine", timeZone: "Mars/Olympus" })).rejects.toMatchObject({ field: "timeZone" });
    await expect(save({ name: "Fine", timeZone: "+05:30" })).rejects.toThrow(TeamSettingsError);
  });
});

describe("createTeamOf", () => {
  test("whoever owns a team may make another, and owns it; the log names them", async () => {
    const { owner, as } = await makeTeam("first");
    const other = await createTeam(db, { slug: "other", name: "Other" });
    await addMember(db, operatorOf(other.id), owner.id, "viewer");
    // Looking at the team in which they may only view changes nothing about what they own.
    const made = await createTeamOf(db, { ...as("viewer"), teamId: other.id }, { slug: "second", name: "Second" });
    expect((await listTeamsOfUser(db, owner.id)).find(({ slug }) => slug === "second")?.role).toBe("owner");
    const { entries } = await listAudit(db, { teamId: made.id, userId: owner.id, role: "owner" }, { range });
    expect(entries.map(({ what, actor }) => [what, actor]).sort()).toEqual([["member", owner.id], ["team", owner.id]]);
  });

  test.each(["viewer", "member", "admin"] as const)("a %s of one team, who owns none, is refused", async (role) => {
    const team = await createTeam(db, { slug: `none-${role}`, name: "None" });
    const { owner: { id: userId } } = await makeTeam(`fallen-${role}`);
    await db.member.deleteMany({ where: { userId } });
    await addMember(db, operatorOf(team.id), userId, role);
    await expect(createTeamOf(db, { teamId: team.id, userId, role }, { slug: `new-${role}`, name: "New" })).rejects.toThrow(NotAllowedError);
    expect(await db.team.count({ where: { slug: `new-${role}` } })).toBe(0);
  });

  test("a slug that is taken or malformed is refused, and makes nothing", async () => {
    const { as } = await makeTeam("taken");
    for (const slug of ["taken", "No Slug", ""]) {
      await expect(createTeamOf(db, as("owner"), { slug, name: "Again" })).rejects.toThrow(AccountError);
    }
    expect(await db.team.count({ where: { name: "Again" } })).toBe(0);
  });
});

describe("listPeople", () => {
  test("tells each member's role, last sign of life and open keys, to every role", async () => {
    const { team, owner, as } = await makeTeam("people");
    const other = await makeTeam("people-of-others");
    await addMember(db, operatorOf(team.id), other.owner.id, "viewer");
    await createSession(db, owner.id, new Date("2026-11-20T12:00:00Z"));
    await db.session.updateMany({ where: { userId: owner.id }, data: { lastSeenAt: now } });
    const key = { teamId: team.id, ownerId: owner.id, name: "k", secretHmac: Buffer.from("x"), pepperVersion: 1, last4: "last" };
    const keys = [{}, { revokedAt: now }, { expiresAt: now }, { expiresAt: new Date(now.getTime() + 1) }];
    await db.apiKey.createMany({ data: keys.map((state, n) => ({ ...key, ...state, id: newId(), keyId: `people-${n}` })) });
    for (const role of ROLES) {
      expect(await listPeople(db, as(role), now)).toMatchObject([
        { userId: owner.id, role: "owner", lastSeenAt: now, openKeys: 2 },
        { userId: other.owner.id, role: "viewer", lastSeenAt: null, openKeys: 0 },
      ]);
    }
  });
});

describe("one's own account", () => {
  test("a new name is in the log of each team", async () => {
    const { owner, log } = await makeTeam("name-one");
    const two = await makeTeam("name-two");
    await addMember(db, operatorOf(two.team.id), owner.id, "viewer");
    await renameUser(db, owner.id, " Ada ");
    await renameUser(db, owner.id, "Ada");
    const change = { subject: "owner@name-one", before: { name: "owner" }, after: { name: "Ada" } };
    expect(await log("account")).toMatchObject([change]);
    expect(await two.log("account")).toMatchObject([change]);
    await expect(renameUser(db, owner.id, " ")).rejects.toThrow(AccountError);
  });

  test("sessions are listed and ended, one's own alone", async () => {
    const { owner, log } = await makeTeam("sessions");
    const stranger = await makeTeam("stranger");
    const [here, there, third] = [await createSession(db, owner.id, now), await createSession(db, owner.id, now), await createSession(db, owner.id, now)];
    const theirs = await createSession(db, stranger.owner.id, now);
    expect((await listSessions(db, owner.id, now)).map(({ id }) => id).sort()).toEqual([here.id, there.id, third.id].sort());
    expect(await listSessions(db, owner.id, here.expiresAt)).toEqual([]);

    for (const id of [theirs.id, "nonsense", ""]) expect(await revokeOwnSession(db, owner.id, id, now)).toBe(false);
    expect(await findSession(db, theirs.id, now)).not.toBeNull();
    expect(await revokeOwnSession(db, owner.id, there.id, now)).toBe(true);
    expect(await revokeOwnSession(db, owner.id, there.id, now)).toBe(true);
    expect(await findSession(db, there.id, now)).toBeNull();
    expect(await revokeOtherSessions(db, owner.id, here.id, now)).toBe(1);
    expect(await revokeOtherSessions(db, owner.id, here.id, now)).toBe(0);
    expect((await listSessions(db, owner.id, now)).map(({ id }) => id)).toEqual([here.id]);
    expect((await log("session")).map(({ before, after }) => [before, after])).toEqual([
      [{ openSessions: 2 }, { openSessions: 1 }],
      [{ openSessions: 3 }, { openSessions: 2 }],
    ]);
  });
});

describe("changePassword", () => {
  const change = (userId: string, sessionId: string, current: string, next: string) =>
    changePassword(db, secret, { userId, sessionId, current, next, address: "192.0.2.9" }, now);

  test("takes the current one, ends all other sessions and outstanding resets, and tells the log no secret", async () => {
    const { owner, log } = await makeTeam("password");
    const [here, there] = [await createSession(db, owner.id, now), await createSession(db, owner.id, now)];
    const resetId = here.id;
    await db.passwordReset.create({ data: { id: resetId, userId: owner.id, tokenHash: Buffer.from("hash"), expiresAt: here.expiresAt } });
    expect(await change(owner.id, here.id, PASSWORD, "another good password")).toEqual({ endedSessions: 1 });
    expect(await findSession(db, here.id, now)).not.toBeNull();
    expect(await findSession(db, there.id, now)).toBeNull();
    expect((await db.passwordReset.findUniqueOrThrow({ where: { id: resetId } })).usedAt).toEqual(now);
    const signInWith = (password: string) => signIn(db, secret, { email: owner.email, password, address: "192.0.2.9" }, now);
    expect(await signInWith("another good password")).toHaveProperty("user");
    expect(await signInWith(PASSWORD)).toHaveProperty("refused", "wrong");
    expect(await log("password")).toMatchObject([{ actor: owner.id, subject: owner.email, kind: "updated", before: null, after: null }]);
  });

  test("makes wrong guesses wait as a sign-in does, and changes nothing", async () => {
    const { owner } = await makeTeam("guess");
    const { id } = await createSession(db, owner.id, now);
    for (let guess = 1; guess <= 5; guess++) expect(await change(owner.id, id, "guess", "another good password")).toEqual({ refused: "wrong", waitS: 0 });
    expect(await change(owner.id, id, PASSWORD, "another good password")).toEqual({ refused: "wait", waitS: 1 });
    expect(await signIn(db, secret, { email: owner.email, password: PASSWORD, address: "192.0.2.10" }, now)).toHaveProperty("refused", "wait");
  });

  test("of two changes at once one counts", async () => {
    const { owner } = await makeTeam("race");
    const { id } = await createSession(db, owner.id, now);
    const results = await Promise.all(["the first new password", "the second new password"].map((next) => change(owner.id, id, PASSWORD, next)));
    expect(results.filter((result) => "endedSessions" in result)).toHaveLength(1);
  });

  test("refuses a new one that is too short, the same again, and a person who has none here", async () => {
    const { owner } = await makeTeam("refuse");
    const { id } = await createSession(db, owner.id, now);
    await expect(change(owner.id, id, PASSWORD, "short")).rejects.toThrow(/12 to 512/);
    await expect(change(owner.id, id, PASSWORD, PASSWORD)).rejects.toThrow(/already/);
    await db.user.update({ where: { id: owner.id }, data: { passwordHash: null } });
    await db.identity.create({ data: { provider: "github", subject: "1", userId: owner.id } });
    await expect(change(owner.id, id, "", "another good password")).rejects.toThrow(AccountError);
    expect(await getSignInMethods(db, owner.id)).toEqual({ hasPassword: false, services: ["github"] });
  });
});

describe("listAudit", () => {
  test.each(ROLES)("a %s may read it or is refused, as the table says", async (role) => {
    const { as } = await makeTeam(`audit-${role}`);
    for (const read of [() => listAudit(db, as(role), { range }), () => listAuditChoices(db, as(role))]) {
      if (role === "admin" || role === "owner") await expect(read()).resolves.toBeDefined();
      else await expect(read()).rejects.toThrow(NotAllowedError);
    }
  });

  test("pages through all entries of the team alone, newest first, each once", async () => {
    const { team, owner, as } = await makeTeam("pages");
    for (let n = 0; n < 120; n++) {
      await recordChange(db, { teamId: team.id, actor: owner.id }, changeOf("alias", `model-${n}`, null, { model: "m" }));
    }
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listAudit(db, as("owner"), { what: "alias", range, before });
      expect(page.entries.length).toBeLessThanOrEqual(50);
      seen.push(...page.entries.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(seen).toHaveLength(120);
  });

  test("narrows by person, kind of thing, text of the subject and range", async () => {
    const { team, owner, as } = await makeTeam("narrow");
    const write = (actor: string, what: string, name: string) => recordChange(db, { teamId: team.id, actor }, changeOf(what, name, null, { deep: true }));
    await write(owner.id, "profile", "premium_cascade");
    await write(owner.id, "profile", "premiumXcascade");
    await write("operator", "api key", "100% off");
    const subjects = async (filters: object) => (await listAudit(db, as("admin"), { range, ...filters })).entries.map(({ subject }) => subject).sort();
    expect(await subjects({ subject: "PREMIUM_" })).toEqual(["premium_cascade"]);
    expect(await subjects({ subject: "%" })).toEqual(["100% off"]);
    expect(await subjects({ what: "api key" })).toEqual(["100% off"]);
    expect(await subjects({ actor: owner.id })).toEqual(["premiumXcascade", "premium_cascade"]);
    expect(await subjects({ range: { from: range.from, to: now.getTime() < Date.now() ? now : range.from } })).toEqual([]);
    const forged = parseAuditFilters({ actor: "' OR TRUE --", what: "\0", subject: "\0".repeat(3), before: "\0" });
    expect(forged).toEqual({ actor: undefined, what: undefined, subject: undefined, before: undefined });
    const { actors, kinds } = await listAuditChoices(db, as("admin"));
    expect(actors).toEqual([{ id: owner.id, name: "owner", email: "owner@narrow" }, { id: "operator", name: null, email: null }]);
    expect(kinds).toEqual(["api key", "member", "profile", "team"]);
  });
});
