import type { InstallationSecret } from "@/lib/accounts/secret";
import type { Db } from "@/lib/db";
import type { Mailer } from "@/lib/mail";
import { post, type PostAnswer } from "@/lib/upstream/post";
import { openChannel } from "./channels";
import { formatSlack } from "./slack";
import { formatWebhook, signWebhook, type Told } from "./webhook";

const LIMIT_MS = 10_000;
const GONE = 410;

/** What messages are sent with. */
export type Sender = {
  db: Db;
  /** null for an installation that sends no mail. */
  mailer: Mailer | null;
  keys: Pick<InstallationSecret, "credentialKey" | "credentialKeyId">;
  /** Whether channels may lead to loopback and private addresses. */
  privateAllowed: boolean;
};

/** `isFinal`: another attempt would meet the same. */
export type SendResult = { problem: null } | { problem: string; isFinal: boolean };

const SENT: SendResult = { problem: null };
const failed = (problem: string): SendResult => ({ problem, isFinal: false });
const hopeless = (problem: string): SendResult => ({ problem, isFinal: true });

type Row = { teamId: string; id: string };

/** Makes one attempt at one message, and tells what came of it. Throws what the database says. */
export async function send(sender: Sender, { teamId, id }: Row, now: Date, signal: AbortSignal): Promise<SendResult> {
  const row = await sender.db.delivery.findUniqueOrThrow({
    where: { teamId_id: { teamId, id } }, include: { channel: true, team: { select: { slug: true } } },
  });
  const told: Told = { ...row, team: row.team.slug, payload: row.payload as object };
  if (row.userId !== null) {
    const attachments = row.attachment === null ? [] : [{ name: row.attachmentName ?? "attachment", bytes: row.attachment }];
    return mail(sender, { teamId, userId: row.userId }, told, attachments);
  }
  if (row.channel === null || row.channel.revokedAt !== null) return hopeless("the channel was revoked");
  const opened = openChannel(sender.keys, row.channel);
  if ("problem" in opened) return hopeless(`the channel's address cannot be read: ${opened.problem}`);
  const body = row.channel.kind === "slack" ? formatSlack(told) : formatWebhook(told);
  const headers = opened.secret === null ? { "content-type": "application/json" } : signWebhook({ id, at: now, body, secret: opened.secret });
  return judge(await post({ url: opened.url, headers, body, privateAllowed: sender.privateAllowed, limitMs: LIMIT_MS, signal }));
}

async function mail(
  { db, mailer }: Sender,
  { teamId, userId }: { teamId: string; userId: string },
  { id, subject, text }: Told,
  attachments: { name: string; bytes: Uint8Array }[],
): Promise<SendResult> {
  if (mailer === null) return hopeless("no mail server is set up (ROUTELEDGER_SMTP_URL)");
  const member = await db.member.findUnique({ where: { teamId_userId: { teamId, userId } }, select: { user: { select: { email: true } } } });
  if (member === null) return hopeless("the receiver is no longer a member of the team");
  const problem = await mailer.deliver({ to: member.user.email, subject, text, attachments, id });
  return problem === null ? SENT : failed(`the mail server did not take it (${problem})`);
}

function judge(answer: PostAnswer): SendResult {
  if (answer.kind === "refused") return failed(answer.reason);
  if (answer.kind === "silent") return failed(answer.code === "timeout" ? `no answer within ${LIMIT_MS / 1000} s` : `no answer (${answer.code})`);
  const { status } = answer;
  if (status >= 200 && status < 300) return SENT;
  if (status === GONE) return hopeless("the receiver answered 410: nobody listens there any more");
  return failed(status >= 300 && status < 400 ? `the receiver answered ${status}, and redirects are not followed` : `the receiver answered ${status}`);
}
