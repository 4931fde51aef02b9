import { changeOf, type Writer } from "@/lib/core/change";
import type { Transaction } from "@/lib/db";
import type { Role } from "@/prisma/generated/enums";
import { recordChange } from "./audit";
import { isAllowed } from "./permissions";

/** Whether somebody of this role may invite a person to that role. @param role null for who is no member any more */
export function mayInvite(role: Role | null, invited: Role): boolean {
  return role !== null && isAllowed(role, invited === "owner" ? "manage owners" : "manage members");
}

/**
 * Revokes the open invitations that a person may no longer make, in the transaction that takes the right from them.
 * @param role what the person is now; null for who is no member any more
 */
export async function revokeInvitationsBeyond(
  tx: Transaction,
  writer: Writer,
  invitedById: string,
  role: Role | null,
  now: Date,
): Promise<void> {
  const open = { teamId: writer.teamId, invitedById, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
  const theirs = await tx.invitation.findMany({ where: open, select: { id: true, email: true, role: true } });
  for (const invitation of theirs.filter((each) => !mayInvite(role, each.role))) {
    await writeRevocation(tx, writer, invitation, now);
  }
}

/** Revokes an open invitation and says so in the audit log. */
export async function writeRevocation(
  tx: Transaction,
  writer: Writer,
  { id, email, role }: { id: string; email: string; role: Role },
  now: Date,
): Promise<void> {
  await tx.invitation.update({ where: { teamId_id: { teamId: writer.teamId, id } }, data: { revokedAt: now } });
  await recordChange(tx, writer, changeOf("invitation", email, { role, state: "open" }, { role, state: "revoked" }));
}
