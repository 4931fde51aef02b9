import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/db";
import { createTestDatabase, type TestDatabase } from "@/scripts/testing/database";
import type { Role } from "@/prisma/generated/enums";
import { acceptInvitation, findInvitation, findInvitationFault } from "./accept-invitation";
import { AccountError } from "./account-error";
import { createInvitation, listInvitations, revokeInvitation } from "./invitations";
import { createApiKey } from "./keys/create-api-key";
import { findApiKey } from "./keys/load-api-keys";
import { type Member, NotAllowedError, operatorOf } from "./member";
import { addMember, changeRole, leaveTeam, listMembers, removeMember } from "./members";
import { deriveSecret } from "./secret";
import { signIn } from "./sign-in";
import { createTeam } from "./teams";

const secret = deriveSecret(Buffer.alloc(32, 1));
const now = new Date();
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const ROLES: Role[] = ["owner", "admin", "member", "viewer"];
let database: TestDatabase;
let db: Db;
let count = 0;
let team: Record<Role, Member>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDb(database.url, 20);
});
beforeEach(async () => {
  team = await addTeam();
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

/** A team with one person of each role. Their password is stored as nothing: hashing takes its time. */
async function addTeam(): Promise<Record<Role, Member>> {
  const slug = `team-${++count}`;
  const { id: teamId } = await createTeam(db, { slug, name: slug });
  const join = async (role: Role): Promise<Member> => ({ teamId, userId: await addUser(`${role}@${slug}.example`, teamId, role), role });
  return { owner: await join("owner"), admin: await join("admin"), member: await join("member"), viewer: await join("viewer") };
}

async function addUser(email: string, teamId?: string, role: Role = "member"): Promise<string> {
  const { id } = await db.user.create({ data: { id: crypto.randomUUID(), email, name: email.split("@")[0] ?? "", passwordHash: null } });
  if (teamId !== undefined) await addMember(db, operatorOf(teamId), id, role);
  return id;
}

const invite = (as: Member, email = "new@example.com", role: Role = "member") => createInvitation(db, as, { email, role }, now);
const rolesNow = async () => (await listMembers(db, team.owner.teamId)).map(({ role }) => role).sort();
const auditOf = async () =>
  (await db.auditEntry.findMany({ where: { teamId: team.owner.teamId } })).map(
    ({ action, subject, before, after }) => ({ action, subject, before, after }),
  );
const outcome = (attempt: Promise<unknown>) =>
  attempt.then(() => "done", (error: unknown) => (error instanceof NotAllowedError ? "not allowed" : error instanceof AccountError ? "refused" : Promise.reject(error as Error)));

describe("who may do what", () => {
  const other = (role: Role) => addUser(`other-${role}-${++count}@example.com`, team.owner.teamId, role);
  const attempts: Record<string, (as: Member) => Promise<unknown>> = {
    "invite a member": (as) => invite(as),
    "invite an owner": (as) => invite(as, "new@example.com", "owner"),
    "replace an owner's invitation by a lesser one": async (as) => {
      await invite(team.owner, "new@example.com", "owner");
      await invite(as);
    },
    "see the invitations": (as) => listInvitations(db, as, now),
    "revoke an invitation": async (as) => revokeInvitation(db, as, (await invite(team.owner)).id, now),
    "revoke an owner's invitation": async (as) => revokeInvitation(db, as, (await invite(team.owner, "o@example.com", "owner")).id, now),
    "make a viewer an admin": async (as) => changeRole(db, as, await other("viewer"), "admin"),
    "make a viewer an owner": async (as) => changeRole(db, as, await other("viewer"), "owner"),
    "make an owner less": async (as) => changeRole(db, as, await other("owner"), "viewer"),
    "remove an admin": async (as) => removeMember(db, as, await other("admin")),
    "remove an owner": async (as) => removeMember(db, as, await other("owner")),
    "leave": async (as) => {
      await other("owner");
      await leaveTeam(db, as);
    },
  };
  const MANAGERS: Role[] = ["owner", "admin"];
  const allowed: Record<keyof typeof attempts, Role[]> = {
    "invite a member": MANAGERS,
    "invite an owner": ["owner"],
    "replace an owner's invitation by a lesser one": ["owner"],
    "see the invitations": ROLES,
    "revoke an invitation": MANAGERS,
    "revoke an owner's invitation": ["owner"],
    "make a viewer an admin": MANAGERS,
    "make a viewer an owner": ["owner"],
    "make an owner less": ["owner"],
    "remove an admin": MANAGERS,
    "remove an owner": ["owner"],
    "leave": ROLES,
  };

  test.each(Object.keys(attempts))("to %s", async (name) => {
    for (const role of ROLES) {
      team = await addTeam();
      expect([role, await outcome(attempts[name]?.(team[role]) ?? Promise.reject(new Error(name)))]).toEqual([
        role, allowed[name]?.includes(role) ? "done" : "not allowed",
      ]);
    }
  });

  test("is asked of the role that a person has now, not of the one that their page was shown with", async () => {
    const stale = team.admin;
    await changeRole(db, team.owner, stale.userId, "viewer");
    expect(await outcome(invite(stale))).toBe("not allowed");
    await removeMember(db, team.owner, stale.userId);
    expect(await outcome(changeRole(db, stale, team.viewer.userId, "admin"))).toBe("not allowed");
  });

  test("ends at the team's border", async () => {
    const theirs = await addTeam();
    const { id } = await invite(theirs.owner);
    await revokeInvitation(db, team.owner, id, now);
    expect((await listInvitations(db, theirs.owner, now)).map((open) => open.id)).toEqual([id]);
    expect(await listInvitations(db, team.owner, now)).toEqual([]);
    expect(await outcome(changeRole(db, team.owner, theirs.viewer.userId, "member"))).toBe("refused");
    expect(await outcome(removeMember(db, team.owner, theirs.viewer.userId))).toBe("refused");
  });
});

describe("an invitation", () => {
  test("makes its holder a member with a password of their own, once, and keeps its token to itself", async () => {
    const { token, email } = await invite(team.admin, " New.Person@Example.com ", "viewer");
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await findInvitation(db, token, now)).toMatchObject({ email: "new.person@example.com", role: "viewer", invitedBy: "admin", hasAccount: false });
    const password = "a password of their own";
    const { userId } = await acceptInvitation(db, token, now, { name: "New", password });
    const attempt = { email, password, address: "192.0.2.1" };
    expect(await signIn(db, secret, attempt, now)).toMatchObject({ user: { id: userId, name: "New" } });
    expect(await listMembers(db, team.owner.teamId)).toContainEqual({ userId, email, name: "New", role: "viewer" });
    expect(await findInvitation(db, token, now)).toBeNull();
    expect(await findInvitationFault(db, token, now)).toBe("used");
    expect(await outcome(acceptInvitation(db, token, now, { userId }))).toBe("refused");
    expect((await auditOf()).filter(({ subject }) => subject === email).sort((a, b) => (a.action < b.action ? -1 : 1))).toEqual([
      { action: "invitation.created", subject: email, before: null, after: { role: "viewer", state: "open" } },
      { action: "invitation.updated", subject: email, before: { role: "viewer", state: "open" }, after: { role: "viewer", state: "accepted" } },
      { action: "member.created", subject: email, before: null, after: { role: "viewer", "invited by": "admin" } },
    ]);
    expect(JSON.stringify([await db.invitation.findMany(), await db.auditEntry.findMany()])).not.toContain(token);
  });

  test("is accepted by a user with its e-mail, and by no other", async () => {
    const email = `known-${++count}@example.com`;
    const [known, stranger] = [await addUser(email), await addUser(`stranger-${count}@example.com`)];
    const { token } = await invite(team.owner, email, "admin");
    expect(await findInvitation(db, token, now)).toMatchObject({ hasAccount: true });
    await expect(acceptInvitation(db, token, now, { userId: stranger })).rejects.toThrow(email);
    expect(await outcome(acceptInvitation(db, token, now, { name: "Me", password: "a long enough one" }))).toBe("refused");
    expect(await acceptInvitation(db, token, now, { userId: known })).toMatchObject({ userId: known });
  });

  test("is refused with everything kept when name or password cannot be", async () => {
    const { token } = await invite(team.owner, `typo-${++count}@example.com`);
    expect(await outcome(acceptInvitation(db, token, now, { name: " ", password: "a long enough one" }))).toBe("refused");
    expect(await outcome(acceptInvitation(db, token, now, { name: "Me", password: "short" }))).toBe("refused");
    expect(await findInvitation(db, token, now)).not.toBeNull();
  });

  test("makes one member when it is used by many at once", async () => {
    const { token } = await invite(team.owner, `many-${++count}@example.com`);
    const users = await db.user.count();
    const outcomes = await Promise.all(Array.from({ length: 6 }, (_, i) => outcome(acceptInvitation(db, token, now, { name: `P${i}`, password: "a long enough one" }))));
    expect(outcomes.filter((each) => each === "done")).toHaveLength(1);
    expect(await db.user.count()).toBe(users + 1);
    expect(await rolesNow()).toHaveLength(5);
  });

  test("ends when it is a week old, revoked, or replaced by a newer one of the same e-mail", async () => {
    const email = `again-${++count}@example.com`;
    const [first, second] = [await invite(team.admin, email), await invite(team.admin, email.toUpperCase())];
    expect(await findInvitationFault(db, first.token, now)).toBe("revoked");
    expect(await findInvitationFault(db, second.token, later(7 * 24 - 1))).toBeNull();
    expect(await findInvitationFault(db, second.token, second.expiresAt)).toBe("expired");
    expect((await listInvitations(db, team.viewer, now)).map(({ id }) => id)).toEqual([second.id]);
    expect(await listInvitations(db, team.viewer, second.expiresAt)).toEqual([]);
    await revokeInvitation(db, team.admin, second.id, now);
    await revokeInvitation(db, team.admin, second.id, now);
    expect(await findInvitationFault(db, second.token, now)).toBe("revoked");
    expect(await listInvitations(db, team.viewer, now)).toEqual([]);
  });

  test.each(["", "x", "a".repeat(43), "a".repeat(44), "'; DROP TABLE invitations; --", "\u0000"])("of the token %j is unknown", async (token) => {
    expect(await findInvitationFault(db, token, now)).toBe("unknown");
  });

  test("is not for members, nor for what is no e-mail", async () => {
    const email = (await listMembers(db, team.owner.teamId))[3]?.email ?? "";
    await expect(invite(team.owner, email.toUpperCase())).rejects.toThrow(/already a member/);
    await expect(invite(team.owner, "nobody")).rejects.toThrow(AccountError);
  });

  test("is void once its inviter may not make it any more, whoever took the right, and stays so", async () => {
    const owner = await addUser(`second-${++count}@example.com`, team.owner.teamId, "owner");
    const second: Member = { ...team.owner, userId: owner };
    const [asOwner, asMember] = [await invite(second, "o@example.com", "owner"), await invite(second, "m@example.com")];
    await changeRole(db, team.owner, owner, "admin");
    expect(await findInvitationFault(db, asOwner.token, now)).toBe("revoked");
    expect(await findInvitationFault(db, asMember.token, now)).toBeNull();
    await changeRole(db, team.owner, owner, "owner");
    expect(await findInvitationFault(db, asOwner.token, now)).toBe("revoked");
    // Not through the front door: the right is asked of the inviter again when the link is used.
    await db.member.deleteMany({ where: { userId: owner } });
    expect(await findInvitationFault(db, asMember.token, now)).toBe("revoked");
    expect(await outcome(acceptInvitation(db, asMember.token, now, { name: "Me", password: "a long enough one" }))).toBe("refused");
  });
});

describe("the last owner", () => {
  test("can neither leave, nor be removed, nor be made less", async () => {
    const { owner } = team;
    expect(await outcome(leaveTeam(db, owner))).toBe("refused");
    expect(await outcome(removeMember(db, owner, owner.userId))).toBe("refused");
    expect(await outcome(changeRole(db, owner, owner.userId, "admin"))).toBe("refused");
    expect(await outcome(changeRole(db, operatorOf(owner.teamId), owner.userId, "viewer"))).toBe("refused");
    expect(await rolesNow()).toEqual([...ROLES].sort());
  });

  test.each(["leave", "make the other less", "remove each other"])("stays when two owners %s at the same moment", async (what) => {
    const userId = await addUser(`second-${++count}@example.com`, team.owner.teamId, "owner");
    const [one, two]: [Member, Member] = [team.owner, { ...team.owner, userId }];
    const act = (as: Member, on: Member) =>
      what === "leave" ? leaveTeam(db, as) : what === "remove each other" ? removeMember(db, as, on.userId) : changeRole(db, as, on.userId, "viewer");
    const outcomes = await Promise.all([outcome(act(one, two)), outcome(act(two, one))]);
    expect(outcomes.filter((each) => each === "done")).toHaveLength(1);
    expect((await rolesNow()).filter((role) => role === "owner")).toHaveLength(1);
  });
});

test("whoever leaves or is removed loses their API keys of that team alone, and the audit log says so", async () => {
  const other = await createTeam(db, { slug: `other-${++count}`, name: "Other" });
  await addMember(db, operatorOf(other.id), team.member.userId, "member");
  const elsewhere = await createApiKey(db, secret.peppers, { ...team.member, teamId: other.id }, { name: "elsewhere" });
  for (const [as, end] of [[team.member, () => leaveTeam(db, team.member)], [team.admin, () => removeMember(db, team.owner, team.admin.userId)]] as const) {
    const { keyId } = await createApiKey(db, secret.peppers, as, { name: "x" });
    await end();
    expect(await findApiKey(db, keyId)).toMatchObject({ revokedAtMs: expect.any(Number) as number });
    expect(await auditOf()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: "api key.updated", subject: keyId }),
        expect.objectContaining({ action: "member.removed", before: { role: as.role, "API keys revoked": [keyId] }, after: null }),
      ]),
    );
  }
  expect(await findApiKey(db, elsewhere.keyId)).toMatchObject({ revokedAtMs: null });
  expect(await rolesNow()).toEqual(["owner", "viewer"]);
});
