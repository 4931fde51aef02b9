import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Month, monthRange } from "@/lib/core/month";
import type { Transaction } from "@/lib/db";
import type { CorrectionPart } from "../../close/correction-parts";
import { readLedgerParts } from "../../close/ledger-parts";
import { type FocusHead, readFocusHead } from "../focus-source";
import { readUsage } from "../read-usage";
import { writeHourLine } from "./hour-lines";

/** A closed version of a month. */
export type ClosedVersion = { teamId: string; month: Month; version: number };

/** What the header says of the part of a UTC day. */
export type FrozenPart = { part: number; rows: number; sha256: string };

/** The first part: all but the hours, the hashes of the parts that have them, and what they add up to (absent in what was kept first). */
export type FrozenHead = FocusHead & { parts: FrozenPart[]; lines?: CorrectionPart[] };

const DAY_MS = 86_400_000;
const compress = promisify(gzip);

/**
 * Keeps what FOCUS of the UTC month is made of with a version that is being closed, a part for each day, so that no more
 * than a day is in memory. Nothing is kept while that month still runs: in the east a team's month ends before it.
 * @returns the hash of the header, which is that of the whole; null where it is too early
 */
export async function freezeFocus(tx: Transaction, { teamId, month, version }: ClosedVersion, now: Date): Promise<string | null> {
  const billing = monthRange(month, "UTC");
  if (now < billing.to) return null;
  const keep = async (part: number, text: string): Promise<string> => {
    const body = new Uint8Array(await compress(text));
    const sha256 = createHash("sha256").update(body).digest("hex");
    await tx.closedFocus.create({ data: { teamId, month, version, part, body, sha256 } });
    return sha256;
  };
  const parts: FrozenPart[] = [];
  for (let [part, atMs] = [1, billing.from.getTime()]; atMs < billing.to.getTime(); part++, atMs += DAY_MS) {
    const lines: string[] = [];
    for await (const row of readUsage(tx, teamId, { from: new Date(atMs), to: new Date(atMs + DAY_MS) })) lines.push(writeHourLine(row));
    if (lines.length > 0) parts.push({ part, rows: lines.length, sha256: await keep(part, lines.join("")) });
  }
  const head: FrozenHead = { ...(await readFocusHead(tx, teamId, month, billing)), parts, lines: await readLedgerParts(tx, teamId, billing) };
  return keep(0, JSON.stringify(head));
}

/** Versions that were closed before their UTC month was over, as far as it is by now. */
export function listUnfrozen(tx: Transaction, teamId: string, now: Date): Promise<ClosedVersion[]> {
  return tx.$queryRaw<ClosedVersion[]>`
    SELECT c.team_id::text AS "teamId", c.month, c.version
    FROM closed_months c CROSS JOIN LATERAL (SELECT ((c.month || '-01')::timestamp + interval '1 month') AT TIME ZONE 'UTC' AS ends_at) utc
    WHERE c.team_id = ${teamId}::uuid AND c.closed_at < utc.ends_at AND utc.ends_at <= ${now}
      AND NOT EXISTS (SELECT FROM closed_focus f WHERE f.team_id = c.team_id AND f.month = c.month AND f.version = c.version AND f.part = 0)
    ORDER BY c.month, c.version`;
}
