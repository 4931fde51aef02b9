import { AccountError } from "@/lib/accounts/account-error";
import { newId } from "@/lib/accounts/audit";
import { type Member, requirePermission } from "@/lib/accounts/member";
import { send, type Sender } from "./send";

/**
 * Sends a test message to a channel of the acting member's team, now and once; the history keeps it.
 * @returns why it did not arrive; null when it did
 * @throws NotAllowedError, AccountError when the team has no such channel
 */
export async function testChannel(sender: Sender, acting: Member, channelId: string, now: Date): Promise<string | null> {
  requirePermission(acting, "manage alerts");
  const { teamId } = acting;
  const { db } = sender;
  const channel = await db.channel.findUnique({ where: { teamId_id: { teamId, id: channelId }, revokedAt: null }, select: { name: true } });
  if (channel === null) throw new AccountError("The team has no such channel any more");
  const id = newId();
  await db.delivery.create({
    data: {
      teamId, id, channelId, kind: "test", attempts: 1, dedupeKey: `test ${id}`, payload: {},
      subject: `A test of the channel ${channel.name}`,
      text: "Somebody pressed the test button in RouteLedger. Alerts and reports will come the same way.",
    },
  });
  const { problem } = await send(sender, { teamId, id }, now, AbortSignal.timeout(60_000));
  await db.delivery.update({ where: { teamId_id: { teamId, id } }, data: problem === null ? { sentAt: now } : { problem } });
  return problem;
}
