import { changeOf } from "@/lib/core/change";
import { labelProblem } from "@/lib/core/name";
import type { Db, Transaction } from "@/lib/db";
import { joinAsInvited } from "./accept-invitation";
import { mayInvite } from "./invitations-of-inviter";
import { findRole, lockPeople } from "./membership";
import { recordOwnChange } from "./record-own-change";
import { createUserRow, normalizeEmail, type User } from "./users";

/** A person as another service tells of them. */
export type OutsidePerson = {
  provider: "github" | "google" | "oidc";
  /** Who says so, where the provider may be pointed at another issuer; else empty. Subjects are unique within it. */
  realm: string;
  subject: string;
  email: string | null;
  /** Whether the service says that the e-mail is theirs. */
  isEmailVerified: boolean;
  name: string;
};

/**
 * `unverified`: the service does not vouch for an e-mail. `unknown`: nobody here has that e-mail or is invited with it.
 * `taken`: who has that e-mail signs in with another account of the same service.
 */
export type OutsideRefusal = "unverified" | "unknown" | "taken";

/**
 * Whom the person is here. The first time they are found by their verified e-mail, among users or open invitations;
 * from then on by the service's own subject, whatever becomes of the e-mail.
 */
export async function signInElsewhere(db: Db, person: OutsidePerson, now: Date): Promise<User | { refused: OutsideRefusal }> {
  const known = await findByIdentity(db, person);
  if (known !== null) return known;
  const email = normalizeEmail(person.email ?? "");
  if (email === null || !person.isEmailVerified) return { refused: "unverified" };
  const user = await db.user.findUnique({ where: { email }, select: USER });
  return user === null ? joinByInvitation(db, person, email, now) : link(db, person, user);
}

const USER = { id: true, email: true, name: true } as const;

function keyOf({ provider, realm, subject }: OutsidePerson): { provider: string; subject: string } {
  return { provider, subject: `${realm}${subject}` };
}

async function findByIdentity(db: Transaction, person: OutsidePerson): Promise<User | null> {
  const row = await db.identity.findUnique({ where: { provider_subject: keyOf(person) }, select: { user: { select: USER } } });
  return row?.user ?? null;
}

function link(db: Db, person: OutsidePerson, user: User): Promise<User | { refused: OutsideRefusal }> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${user.id}::uuid FOR NO KEY UPDATE`;
    const { provider, subject } = keyOf(person);
    const others = await tx.identity.findMany({ where: { userId: user.id, provider, subject: { startsWith: person.realm } } });
    // An address that was given to somebody else must not open its former owner's account.
    if (others.some((other) => other.subject !== subject)) return { refused: "taken" };
    if (others.length === 0) await writeIdentity(tx, person, user);
    return user;
  });
}

async function writeIdentity(tx: Transaction, person: OutsidePerson, { id, email }: User): Promise<void> {
  await tx.identity.create({ data: { ...keyOf(person), userId: id } });
  await recordOwnChange(tx, id, changeOf("sign-in service", email, null, { service: person.provider }));
}

/** Somebody new, with every team that waits for their e-mail; the verified e-mail does what the link would. */
async function joinByInvitation(db: Db, person: OutsidePerson, email: string, now: Date): Promise<User | { refused: OutsideRefusal }> {
  return db.$transaction(async (tx) => {
    const open = { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
    const waiting = await tx.invitation.findMany({ where: open, select: { teamId: true }, orderBy: { teamId: "asc" } });
    for (const { teamId } of waiting) await lockPeople(tx, teamId);
    const include = { invitedBy: { select: { name: true } } };
    const invitations = await tx.invitation.findMany({ where: { ...open, teamId: { in: waiting.map(({ teamId }) => teamId) } }, include });
    const rightful = [];
    for (const each of invitations) if (mayInvite(await findRole(tx, each.teamId, each.invitedById), each.role)) rightful.push(each);
    if (rightful.length === 0) return { refused: "unknown" };
    const name = labelProblem(person.name) === null ? person.name.trim() : email.slice(0, email.indexOf("@"));
    const user = { id: await createUserRow(tx, email, { name, passwordHash: null }), email, name };
    for (const invitation of rightful) await joinAsInvited(tx, invitation, user.id, now);
    await writeIdentity(tx, person, user);
    return user;
  });
}
