import { newId } from "@/lib/accounts/audit";
import type { Transaction } from "@/lib/db";
import type { Message, Receivers } from "./message";

/**
 * Keeps a message for each of its receivers, to be sent soon after the transaction has ended: a transaction that fails
 * has told nobody anything. Who is no member of the team, and a channel that is another team's or revoked, is left out;
 * so is a receiver who has a message with this `dedupeKey` already.
 * @returns how many messages were kept
 */
export async function enqueue(
  tx: Transaction,
  { teamId, receivers, message }: { teamId: string; receivers: Receivers; message: Message },
): Promise<number> {
  const { attachment, dedupeKey, kind, subject, text, payload } = message;
  const members = await tx.member.findMany({ where: { teamId, userId: { in: [...receivers.memberIds] } }, select: { userId: true } });
  const channels = await tx.channel.findMany({ where: { teamId, id: { in: [...receivers.channelIds] }, revokedAt: null }, select: { id: true } });
  const to = [
    ...members.map(({ userId }) => ({ userId, channelId: null, receiver: userId })),
    ...channels.map(({ id }) => ({ userId: null, channelId: id, receiver: id })),
  ];
  const { count } = await tx.delivery.createMany({
    data: to.map(({ receiver, ...columns }) => ({
      teamId, id: newId(), ...columns, kind, subject, text,
      // As JSON has it: what a message says of itself may hold dates and absent fields.
      payload: JSON.parse(JSON.stringify(payload)) as object,
      attachmentName: attachment?.name ?? null,
      attachment: attachment && Buffer.from(attachment.bytes),
      dedupeKey: `${dedupeKey} ${receiver}`,
      nextAt: new Date(),
    })),
    skipDuplicates: true,
  });
  return count;
}
