import { ceilQuarter } from "@/lib/core/period";
import type { Db } from "@/lib/db";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";

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
/** Clocks of several gateways are never quite the same. */
const AHEAD_MS = 3_600_000;

/**
 * Endpoints whose latest failures of this week are of such a kind and that have served nothing since, the most
 * recent first. By the quarter-hour: an endpoint that was mended leaves the list once it serves in a later one.
 */
export async function listAttention(db: Db, teamId: string, now: Date): Promise<Attention[]> {
  const since = ceilQuarter(new Date(now.getTime() - LOOK_BACK_MS));
  const week = listStretches({ from: since, to: ceilQuarter(new Date(now.getTime() + AHEAD_MS)) }, []);
  return db.$queryRaw<Attention[]>`
    SELECT DISTINCT ON (failing.endpoint_id)
      failing.endpoint_id::text AS "endpointId", latest.endpoint AS endpoint, failing.cause AS cause,
      failing.attempts::int AS attempts, latest.bucket AS "lastSeen"
    FROM (
      SELECT r.endpoint_id, of_cause.cause, sum(of_cause.failures) AS attempts
      FROM ${sumsIn("endpoint_sums", teamId, week, null)}
      CROSS JOIN LATERAL (
        VALUES ('auth', r.auth_failures), ('credit', r.credit_failures), ('not_found', r.not_found_failures)
      ) AS of_cause (cause, failures)
      WHERE of_cause.failures > 0
      GROUP BY 1, 2
    ) failing
    JOIN endpoints e ON e.team_id = ${teamId}::uuid AND e.id = failing.endpoint_id
    CROSS JOIN LATERAL (
      SELECT s.bucket, s.endpoint FROM endpoint_sums s
      WHERE s.team_id = ${teamId}::uuid AND s.unit = 'quarter' AND s.bucket >= ${since} AND s.endpoint_id = failing.endpoint_id
        AND CASE failing.cause WHEN 'auth' THEN s.auth_failures WHEN 'credit' THEN s.credit_failures ELSE s.not_found_failures END > 0
      ORDER BY s.bucket DESC
      LIMIT 1
    ) latest
    WHERE NOT EXISTS (
      SELECT 1 FROM endpoint_sums s
      WHERE s.team_id = ${teamId}::uuid AND s.unit = 'quarter' AND s.bucket > latest.bucket
        AND s.endpoint_id = failing.endpoint_id AND s.served > 0
    )
    ORDER BY failing.endpoint_id, latest.bucket DESC, failing.cause`;
}
