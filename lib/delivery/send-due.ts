import type { Db } from "@/lib/db";
import { lostAt, nextAttemptAt } from "./retries";
import { send, type Sender, type SendResult } from "./send";

const AT_ONCE = 8;
/** Of one channel, or of the mail server: one that takes its time must leave the others theirs. */
const AT_ONCE_EACH = 2;

type Claimed = { teamId: string; id: string; attempts: number; receiver: string };

/**
 * Sends what is due, until nothing is. A process that dies between sending a message and noting it leaves one that is
 * sent again with the same id: at least once, never lost.
 * @returns how many messages were sent
 */
export async function sendDue(sender: Sender, now: () => Date, signal: AbortSignal): Promise<number> {
  const underWay = new Map<Claimed, Promise<void>>();
  const failures: unknown[] = [];
  let sent = 0;
  while (!signal.aborted && failures.length === 0) {
    const claimed = underWay.size < AT_ONCE ? await claim(sender.db, now(), listBusy([...underWay.keys()])) : null;
    if (claimed) {
      underWay.set(claimed, attempt(sender, claimed, now, signal)
        .then((isSent) => { sent += Number(isSent); }, (error: unknown) => { failures.push(error); })
        .finally(() => underWay.delete(claimed)));
    } else if (underWay.size > 0) await Promise.race(underWay.values());
    else break;
  }
  await Promise.all(underWay.values());
  if (failures.length > 0) throw failures[0];
  return sent;
}

function listBusy(underWay: readonly Claimed[]): string[] {
  const receivers = underWay.map(({ receiver }) => receiver);
  return receivers.filter((receiver) => receivers.filter((each) => each === receiver).length >= AT_ONCE_EACH);
}

/** Takes the message that has been due for longest, but for receivers that are busy; it comes back if nobody tells its end. */
async function claim(db: Db, now: Date, busy: string[]): Promise<Claimed | null> {
  const [claimed] = await db.$queryRaw<Claimed[]>`
    UPDATE deliveries SET attempts = attempts + 1, next_at = ${lostAt(now)}
    WHERE (team_id, id) IN (
      SELECT team_id, id FROM deliveries WHERE next_at <= ${now} AND coalesce(channel_id::text, 'mail') <> ALL (${busy}::text[])
      ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING team_id::text AS "teamId", id::text, attempts, coalesce(channel_id::text, 'mail') AS receiver`;
  return claimed ?? null;
}

async function attempt(sender: Sender, claimed: Claimed, now: () => Date, signal: AbortSignal): Promise<boolean> {
  const result = await send(sender, claimed, now(), signal);
  // What was broken off by us was no attempt of the receiver's doing: it comes back by itself.
  if (signal.aborted && result.problem !== null) return false;
  await note(sender.db, claimed, result, now());
  return result.problem === null;
}

async function note(db: Db, { teamId, id, attempts }: Claimed, result: SendResult, now: Date): Promise<void> {
  const data = result.problem === null
    ? { sentAt: now, nextAt: null, problem: "" }
    : { nextAt: result.isFinal ? null : nextAttemptAt(attempts, now), problem: result.problem.slice(0, 500) };
  // Whoever has taken it again since then tells its end.
  await db.delivery.updateMany({ where: { teamId, id, attempts }, data });
}
