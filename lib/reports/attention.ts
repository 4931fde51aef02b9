import type { Db } from "@/lib/db";

/** An endpoint that fails for a reason that only its owner can mend: our credential, our credit, a model that is gone. */
export type Attention = {
  endpointId: string;
  endpoint: string;
  cause: "auth" | "credit" | "not_found";
  attempts: number;
  /** Start of the quarter-hour of the latest such failure. */
  lastSeen: Date;
};

const LOOK_BACK_MS = 7 * 24 * 3_600_000;

/**
 * Endpoints whose latest failures of this week are of such a kind and that have served nothing since, the most
 * recent first. By the quarter-hour: an endpoint that was mended leaves the list once it serves in a later one.
 */
export async function listAttention(db: Db, teamId: string, now: Date): Promise<Attention[]> {
  const since = new Date(now.getTime() - LOOK_BACK_MS);
  return db.$queryRaw<Attention[]>`
    SELECT DISTINCT ON (seen.endpoint_id)
      seen.endpoint_id::text AS "endpointId", seen.endpoint AS endpoint, seen.cause AS cause,
      seen.attempts::int AS attempts, seen.last_seen AS "lastSeen"
    FROM (
      SELECT r.endpoint_id, max(r.endpoint) AS endpoint, r.cause, sum(r.attempts) AS attempts, max(r.bucket) AS last_seen
      FROM attempt_rollups r
      WHERE r.team_id = ${teamId}::uuid AND r.bucket >= ${since}
        AND r.outcome = 'failed' AND r.cause IN ('auth', 'credit', 'not_found')
      GROUP BY r.endpoint_id, r.cause
    ) seen
    JOIN endpoints e ON e.team_id = ${teamId}::uuid AND e.id = seen.endpoint_id
    WHERE NOT EXISTS (
      SELECT 1 FROM attempt_rollups r
      WHERE r.team_id = ${teamId}::uuid AND r.bucket > seen.last_seen
        AND r.endpoint_id = seen.endpoint_id AND r.outcome = 'served'
    )
    ORDER BY seen.endpoint_id, seen.last_seen DESC, seen.cause`;
}
