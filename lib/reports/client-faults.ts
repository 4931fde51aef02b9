import { CAUSES, isClientFault } from "@/lib/core/outcome";
import type { Db } from "@/lib/db";

/**
 * How many calls failed since a moment by their own request's fault, by the version that took them; one without any is
 * absent. Whole UTC days, that of the moment included.
 */
export async function countClientFaults(db: Db, teamId: string, versionIds: readonly string[], since: Date): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ versionId: string; calls: string }[]>`
    SELECT profile_version_id::text AS "versionId", sum(calls)::text AS calls
    FROM call_rollup_days
    WHERE team_id = ${teamId}::uuid AND bucket >= date_trunc('day', ${since}::timestamptz, 'UTC') AND profile_version_id = ANY(${[...versionIds]}::uuid[])
      AND outcome = 'failed' AND cause = ANY(${CAUSES.filter(isClientFault)}::text[])
    GROUP BY 1`;
  return new Map(rows.map(({ versionId, calls }) => [versionId, Number(calls)]));
}
