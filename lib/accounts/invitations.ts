import { changeOf } from "@/lib/core/change";
import type { Db, Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { AccountError } from "./account-error";
import { newId, recordChange } from "./audit";
import { writeRevocation } from "./invitations-of-inviter";
import { generateLinkToken } from "./link-token";
import { type Member, requirePermission, writerOf } from "./member";
import { lockAsManager, requireRankOver } from "./membership";
import { normalizeEmail } from "./users";

const LIFETIME_MS = 7 * 24 * 3_600_000;

/** `token` is the end of the link, to be shown once: only its hash is stored. */
export type CreatedInvitation = { id: string; token: string; email: string; role: Role; expiresAt: Date };

export type ListedInvitation = {
  id: string;
  email: string;
  role: Role;
  /** The name of who did. */
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
};

/**
 * Invites a person to the acting member's team, for 7 days. An earlier open invitation of the same e-mail ends.
 * @throws NotAllowedError, AccountError for what is no e-mail and for who is a member already
 */
export async function createInvitation(
  db: Db,
  acting: Member,
  input: { email: string; role: Role },
  now: Date,
): Promise<CreatedInvitation> {
  requirePermission(acting, "manage members");
  const email = normalizeEmail(input.email);
  if (email === null) throw new AccountError("That is not an e-mail address");
  const { teamId, userId: invitedById } = acting;
  const { token, tokenHash } = generateLinkToken();
  const invitation = { id: newId(), email, role: input.role, expiresAt: new Date(now.getTime() + LIFETIME_MS) };
  await db.$transaction(async (tx) => {
    const current = await lockAsManager(tx, acting);
    requireRankOver(current, input.role);
    const known = await tx.member.findFirst({ where: { teamId, user: { email } }, select: { userId: true } });
    if (known !== null) throw new AccountError(`${email} is already a member of this team`);
    await replaceOpen(tx, current, email, now);
    await tx.invitation.create({ data: { ...invitation, teamId, tokenHash, invitedById, createdAt: now } });
    await recordChange(tx, writerOf(acting), changeOf("invitation", email, null, { role: input.role, state: "open" }));
  });
  return { ...invitation, token };
}

async function replaceOpen(tx: Transaction, acting: Member, email: string, now: Date): Promise<void> {
  for (const earlier of await findOpen(tx, acting.teamId, now, { email })) {
    requireRankOver(acting, earlier.role);
    await writeRevocation(tx, writerOf(acting), earlier, now);
  }
}

/** The invitations that can still be accepted, newest first. @throws NotAllowedError */
export async function listInvitations(db: Transaction, member: Member, now: Date): Promise<ListedInvitation[]> {
  requirePermission(member, "list members");
  const rows = await findOpen(db, member.teamId, now, {});
  return rows.map(({ invitedBy, ...row }) => ({ ...row, invitedBy: invitedBy.name }));
}

/**
 * Ends an open invitation of the acting member's team; one that is over already stays as it is.
 * @param id any text
 * @throws NotAllowedError
 */
export async function revokeInvitation(db: Db, acting: Member, id: string, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const current = await lockAsManager(tx, acting);
    const invitation = (await findOpen(tx, acting.teamId, now, {})).find((open) => open.id === id);
    if (invitation === undefined) return;
    requireRankOver(current, invitation.role);
    await writeRevocation(tx, writerOf(acting), invitation, now);
  });
}

function findOpen(tx: Transaction, teamId: string, now: Date, more: { email?: string }) {
  return tx.invitation.findMany({
    where: { ...more, teamId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, email: true, role: true, createdAt: true, expiresAt: true, invitedBy: { select: { name: true } } },
    orderBy: { id: "desc" },
  });
}
