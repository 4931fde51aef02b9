import { isMonth, type Month, monthRange } from "@/lib/core/month";
import { ceilQuarter, type Range } from "@/lib/core/period";
import { type Db, ONE_MOMENT, type Transaction } from "@/lib/db";
import { findLastVersion } from "../close/standing";
import { findFrozenHead, readFrozenHours } from "./frozen/read-frozen";
import { type FocusSource, readFocusHead } from "./focus-source";
import { readUsage } from "./read-usage";

const HOUR_MS = 3_600_000;

/** `closing` is a closed version; without it the last one, or the ledger where the month is open or reopened. */
export type WantedSource = { teamId: string; month: Month; now: Date; closing?: number };

/**
 * What a month's files are made of.
 * @returns null for a version that was never closed, or of which nothing was kept
 * @throws RangeError for what is no month
 */
export function openFocus(db: Db, wanted: WantedSource): Promise<FocusSource | null> {
  const { teamId, month, now, closing } = wanted;
  const billing = billingPeriodOf(month);
  return db.$transaction(async (tx) => {
    const closed = await findVersion(tx, wanted);
    const frozen = closed && await findFrozenHead(tx, { teamId, month, version: closed.version });
    if (closed && frozen) {
      const { head, sha256 } = frozen;
      return { head, billing, closed: { ...closed, sha256 }, readHours: () => readFrozenHours(db, { teamId, month, version: closed.version }, head) };
    }
    if (closing !== undefined) return null;
    const head = await readFocusHead(tx, teamId, month, billing);
    return { head, billing, closed: closed && { ...closed, sha256: null }, readHours: () => readUsage(db, teamId, begun(billing, now)) };
  }, ONE_MOMENT);
}

async function findVersion(tx: Transaction, { teamId, month, closing }: WantedSource): Promise<{ version: number; closedAt: Date } | null> {
  const last = await findLastVersion(tx, teamId, month);
  const version = closing ?? (last.isReopened ? null : last.version);
  return version === null ? null : tx.closedMonth.findUnique({ where: { teamId_month_version: { teamId, month, version } }, select: { version: true, closedAt: true } });
}

/** The UTC month. @throws RangeError for what is no month */
function billingPeriodOf(month: Month): Range {
  if (!isMonth(month)) throw new RangeError(`${JSON.stringify(month)} is not a month such as 2026-11`);
  return monthRange(month, "UTC");
}

/** Of a running month the hours that have begun; clocks of several gateways are never quite the same. */
function begun({ from, to }: Range, now: Date): Range {
  const end = Math.ceil(ceilQuarter(now).getTime() / HOUR_MS) * HOUR_MS + HOUR_MS;
  return { from, to: new Date(Math.max(from.getTime(), Math.min(to.getTime(), end))) };
}
