import type { Db } from "@/lib/db";
import { lostAt, nextAttemptAt } from "./retries";
import { send, type Sender, type SendResult } from "./send";

const AT_ONCE = 8;

type Claimed = { teamId: string; id: string; attempts: number };

/**
 * Sends what is due, until nothing is. A process that dies between sending a message and noting it leaves one that is
 * sent again with the same id: at least once, never lost.
 * @returns how many messages were sent
 */
export async function sendDue(sender: Sender, now: () => Date, signal: AbortSignal): Promise<number> {
  let sent = 0;
  while (!signal.aborted) {
    const claimed = await claim(sender.db, now());
    if (claimed.length === 0) break;
    const results = await Promise.all(claimed.map((row) => attempt(sender, row, now, signal)));
    sent += results.filter(Boolean).length;
  }
  return sent;
}

/** Takes messages that are due for this process; each comes back if nobody tells its end. */
async function claim(db: Db, now: Date): Promise<Claimed[]> {
  return db.$queryRaw<Claimed[]>`
    UPDATE deliveries SET attempts = attempts + 1, next_at = ${lostAt(now)}
    WHERE (team_id, id) IN (
      SELECT team_id, id FROM deliveries WHERE next_at <= ${now} ORDER BY next_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
    )
    RETURNING team_id::text AS "teamId", id::text, attempts`;
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
