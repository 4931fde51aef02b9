import { changeOf } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { AccountError, refuseDuplicate } from "./account-error";
import { recordChange } from "./audit";
import { mayInvite } from "./invitations-of-inviter";
import { hashLinkToken } from "./link-token";
import { findRole, lockPeople } from "./membership";
import { createUserRow, type NewPerson, preparePerson } from "./users";

/** Why an invitation cannot be accepted, and what its holder may be told. */
export const INVITATION_FAULTS = {
  unknown: "There is no such invitation: check that the link is whole, or ask for a new one",
  used: "This invitation was used already: sign in to go on, or ask for a new one",
  expired: "This invitation has expired: ask for a new one",
  revoked: "This invitation was withdrawn: ask for a new one if you still need it",
} as const;
export type InvitationFault = keyof typeof INVITATION_FAULTS;

export type FoundInvitation = {
  teamName: string;
  teamSlug: string;
  email: string;
  role: Role;
  /** The name of who did. */
  invitedBy: string;
  /** Whether somebody with this e-mail can sign in already. */
  hasAccount: boolean;
};

/** Who accepts: a signed-in user, or somebody new. */
export type Accepting = { userId: string } | NewPerson;

const FIELDS = {
  id: true, teamId: true, email: true, role: true, invitedById: true, expiresAt: true, acceptedAt: true, revokedAt: true,
  team: { select: { slug: true, name: true } },
  invitedBy: { select: { name: true } },
} as const;

/** The invitation that the token opens; null for one that cannot be accepted. @param token any text */
export async function findInvitation(db: Transaction, token: string, now: Date): Promise<FoundInvitation | null> {
  const found = await readInvitation(db, token, now);
  if (typeof found === "string") return null;
  const { team, email, role, invitedBy } = found;
  const hasAccount = (await db.user.count({ where: { email } })) > 0;
  return { teamName: team.name, teamSlug: team.slug, email, role, invitedBy: invitedBy.name, hasAccount };
}

/** Why the token opens nothing; null when it does. @param token any text */
export async function findInvitationFault(db: Transaction, token: string, now: Date): Promise<InvitationFault | null> {
  const found = await readInvitation(db, token, now);
  return typeof found === "string" ? found : null;
}

async function readInvitation(db: Transaction, token: string, now: Date) {
  const tokenHash = hashLinkToken(token);
  if (tokenHash === null) return "unknown";
  const row = await db.invitation.findUnique({ where: { tokenHash }, select: FIELDS });
  if (row === null) return "unknown";
  if (row.acceptedAt !== null) return "used";
  if (row.revokedAt !== null) return "revoked";
  if (row.expiresAt <= now) return "expired";
  // An invitation can do no more than its inviter could now.
  return mayInvite(await findRole(db, row.teamId, row.invitedById), row.role) ? row : "revoked";
}

/**
 * Makes a member of whoever holds the token: a user with the invited e-mail, or a new one with that e-mail.
 * @param token any text
 * @throws AccountError that says what to do
 */
export async function acceptInvitation(
  db: Db,
  token: string,
  now: Date,
  by: Accepting,
): Promise<{ userId: string; email: string; teamSlug: string }> {
  // Whoever has no good link gets no slow hash out of us.
  await getInvitation(db, token, now);
  const person = "userId" in by ? by : await preparePerson(by);
  return db.$transaction(async (tx) => {
    const { teamId, email, team } = await getInvitation(tx, token, now);
    const userId = "userId" in person ? await getUserWithEmail(tx, person.userId, email) : await createUserRow(tx, email, person);
    await lockPeople(tx, teamId);
    // Somebody may have been faster, or the inviter may have gone, while this one waited.
    await joinAsInvited(tx, await getInvitation(tx, token, now), userId, now);
    return { userId, email, teamSlug: team.slug };
  });
}

async function getInvitation(db: Transaction, token: string, now: Date) {
  const found = await readInvitation(db, token, now);
  if (typeof found === "string") throw new AccountError(INVITATION_FAULTS[found]);
  return found;
}

async function getUserWithEmail(tx: Transaction, userId: string, email: string): Promise<string> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
  if (user?.email === email) return userId;
  throw new AccountError(`This invitation is for ${email}: sign in with that e-mail to accept it`);
}

/** Writes what accepting changes; the caller has locked the team's people and knows that the invitation is open. */
export async function joinAsInvited(
  tx: Transaction,
  { teamId, id, email, role, invitedBy }: { teamId: string; id: string; email: string; role: Role; invitedBy: { name: string } },
  userId: string,
  now: Date,
): Promise<void> {
  const writer = { teamId, actor: userId };
  await tx.invitation.update({ where: { teamId_id: { teamId, id } }, data: { acceptedAt: now } });
  await refuseDuplicate(tx.member.create({ data: { teamId, userId, role } }), `${email} is already a member of this team`);
  await recordChange(tx, writer, changeOf("invitation", email, { role, state: "open" }, { role, state: "accepted" }));
  await recordChange(tx, writer, changeOf("member", email, null, { role, "invited by": invitedBy.name }));
}
