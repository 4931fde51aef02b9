import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { Scope } from "./scope";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";

/** What one API key did in a range. */
export type KeyFigures = {
  calls: number;
  /** Sum of the known costs of its attempts. */
  costPico: bigint;
  unknownAttempts: number;
};

/** Calls and cost of a scope by the key's id; keys that made no call are not there. */
export async function listKeyFigures(db: Db, { teamId, range, versionIds }: Scope): Promise<Map<string, KeyFigures>> {
  const stretches = listDaysAndQuarters(range, []);
  const from = (table: "call_rollups" | "attempt_rollups") => rollupsIn({ table, teamId, stretches, versionIds, condition: Prisma.sql`TRUE` });
  const [calls, costs] = await Promise.all([
    db.$queryRaw<{ keyId: string; calls: string }[]>`
      SELECT r.api_key_id::text AS "keyId", sum(r.calls)::text AS calls FROM ${from("call_rollups")} GROUP BY 1`,
    db.$queryRaw<{ keyId: string; costPico: string; unknown: string }[]>`
      SELECT r.api_key_id::text AS "keyId", sum(r.cost_pico)::text AS "costPico",
        coalesce(sum(r.attempts) FILTER (WHERE r.basis = 'unknown'), 0)::text AS unknown
      FROM ${from("attempt_rollups")} GROUP BY 1`,
  ]);
  const costOf = new Map(costs.map((row) => [row.keyId, row]));
  return new Map(calls.map(({ keyId, calls: count }) => {
    const cost = costOf.get(keyId);
    return [keyId, { calls: Number(count), costPico: BigInt(cost?.costPico ?? 0), unknownAttempts: Number(cost?.unknown ?? 0) }];
  }));
}

/** Keys that were not used for longer than this look as if they never were. */
export const LAST_USED_DAYS = 400;
const DAY_MS = 24 * 3_600_000;

/** The UTC day of each key's last call, by the key's id. */
export async function listLastUsed(db: Db, teamId: string, now: Date): Promise<Map<string, Date>> {
  const from = new Date(now.getTime() - LAST_USED_DAYS * DAY_MS);
  const rows = await db.$queryRaw<{ keyId: string; day: Date }[]>`
    SELECT api_key_id::text AS "keyId", max(bucket) AS day FROM call_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= ${from} GROUP BY 1`;
  return new Map(rows.map(({ keyId, day }) => [keyId, day]));
}
