import { createHmac, type KeyObject } from "node:crypto";
import { parseAddress } from "@/lib/core/address";
import type { Transaction } from "@/lib/db";

/** After how many failures the waits begin, and how long they may grow. */
type Limit = { free: number; longestMs: number };

/** An attacker must not lock its victim out for good, so an account's wait stays short: 288 guesses a day. */
const ACCOUNT: Limit = { free: 5, longestMs: 5 * 60_000 };
/** Many people may share one address. */
const ADDRESS: Limit = { free: 20, longestMs: 15 * 60_000 };

/** After a day without a failure the count begins anew. */
const FORGET_MS = 24 * 3_600_000;

/** Who is being limited, hashed: the table tells nobody's e-mail or address. */
export type Subject = { hash: string; limit: Limit };

export function accountSubject(key: KeyObject, email: string): Subject {
  return { hash: hash(key, `account:${email}`), limit: ACCOUNT };
}

/** Who asks for a new password, apart from failed sign-ins: asking must not keep its victim out. */
export function resetSubject(key: KeyObject, email: string): Subject {
  return { hash: hash(key, `reset:${email}`), limit: ACCOUNT };
}

/** @param address as the socket has it; any text will do */
export function addressSubject(key: KeyObject, address: string): Subject {
  return { hash: hash(key, `address:${networkOf(address)}`), limit: ADDRESS };
}

/** An IPv6 user owns a whole /64, so its addresses count as one. A socket for both families writes IPv4 as `::ffff:…`. */
function networkOf(address: string): string {
  const bytes = parseAddress(address.replace(/^::ffff:(?=[\d.]+$)/i, ""));
  return bytes === null ? address : bytes.slice(0, 8).join(".");
}

function hash(key: KeyObject, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

/**
 * Counts an attempt before its password is looked at, so that a thousand at once get no more guesses than a thousand
 * in turn. One statement, atomic in every process.
 * @returns 0 when the attempt may go on, else how many milliseconds to wait
 */
export async function admitAttempt(db: Transaction, { hash: subject, limit }: Subject, now: Date): Promise<number> {
  const forgetBefore = new Date(now.getTime() - FORGET_MS);
  const admitted = await db.$queryRaw<unknown[]>`
    INSERT INTO sign_in_failures AS known (subject, failures, blocked_until, updated_at)
    VALUES (${subject}, 1, ${now}, ${now})
    ON CONFLICT (subject) DO UPDATE SET
      failures = CASE WHEN known.updated_at < ${forgetBefore} THEN 1 ELSE known.failures + 1 END,
      blocked_until = CASE
        WHEN known.updated_at < ${forgetBefore} OR known.failures + 1 < ${limit.free} THEN ${now}
        ELSE ${now}::timestamptz + interval '1 millisecond'
          * least(${limit.longestMs}, 1000 * 2 ^ least(known.failures + 1 - ${limit.free}, 20))
      END,
      updated_at = ${now}
    WHERE known.blocked_until <= ${now}
    RETURNING 1`;
  if (admitted.length > 0) return 0;
  const row = await db.signInFailure.findUnique({ where: { subject } });
  return row === null ? 0 : Math.max(1, row.blockedUntil.getTime() - now.getTime());
}

/** A good sign-in clears its account. Its address loses only what it was counted for: the other accounts stay counted. */
export async function forgiveAttempt(db: Transaction, account: Subject, address: Subject, now: Date): Promise<void> {
  await db.signInFailure.deleteMany({ where: { subject: account.hash } });
  await db.signInFailure.updateMany({
    where: { subject: address.hash, failures: { gt: 0 } },
    data: { failures: { decrement: 1 } },
  });
  await db.signInFailure.deleteMany({ where: { updatedAt: { lt: new Date(now.getTime() - FORGET_MS) } } });
}
