import type { Range } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { listParts } from "./sandbox-traffic";

/** Refusals (429) that the profile would have tried again, those after which it did, and how long it paused then. */
export type Refusals = { count: number; retried: number; pauseMs: number | null };

/** At each moment of the sample, so many attempts are looked at. */
const ATTEMPTS_EACH = 256;

/**
 * What calls did after a 429 at a tier that has retries left, by endpoint. The ledger keeps no Retry-After: whether a retry
 * came, and when, is what it left behind. A bounded sample, in the middle of the pauses.
 */
export async function listRefusals(db: Db, teamId: string, range: Range): Promise<Map<string, Refusals>> {
  const bounds = listParts(range);
  const rows = await db.$queryRaw<{ endpointId: string; count: number; retried: number; pauseMs: number | null }[]>`
    SELECT a.endpoint_id::text AS "endpointId", count(*)::int AS count, count(again.id)::int AS retried,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM again.started_at - a.started_at) * 1000 - a.total_ms)::float8 AS "pauseMs"
    FROM unnest(${bounds.map((each) => each.from)}::uuid[], ${bounds.map((each) => each.to)}::uuid[]) AS part (start, stop)
    CROSS JOIN LATERAL (
      SELECT * FROM attempts t WHERE t.team_id = ${teamId}::uuid AND t.id >= part.start AND t.id < part.stop ORDER BY t.id LIMIT ${ATTEMPTS_EACH}
    ) a
    JOIN calls c ON c.team_id = ${teamId}::uuid AND c.id = a.call_id
    JOIN tiers ON tiers.team_id = ${teamId}::uuid AND tiers.profile_version_id = c.profile_version_id AND tiers.position = a.tier
    LEFT JOIN LATERAL (
      SELECT n.id, n.started_at FROM attempts n WHERE n.team_id = ${teamId}::uuid AND n.call_id = a.call_id AND n.id >= a.id
        AND n.number = a.number + 1 AND n.endpoint_id = a.endpoint_id LIMIT 1
    ) again ON TRUE
    WHERE a.cause = 'rate_limited' AND a.outcome = 'failed' AND (tiers.rules->>'retries')::int > a.retry
    GROUP BY 1`;
  return new Map(rows.map(({ endpointId, ...refusals }) => [endpointId, refusals]));
}
