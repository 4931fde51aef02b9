import type { Db } from "@/lib/db";

/** What the calls of one profile are known to have spent at one endpoint, in pico-USD. */
export type Spent = { teamId: string; profileSlug: string; endpointId: string; pico: bigint };

/** Sums of all profiles since a quarter-hour; chains that requests named themselves are not in it. */
export async function listSpentSince(db: Db, since: Date): Promise<Spent[]> {
  const rows = await db.$queryRaw<{ team_id: string; slug: string; endpoint_id: string; pico: string }[]>`
    SELECT r.team_id, p.slug, r.endpoint_id, SUM(r.cost_pico)::text AS pico
    FROM attempt_rollups r
    JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id
    JOIN profiles p ON p.team_id = v.team_id AND p.id = v.profile_id
    WHERE r.bucket >= ${since}
    GROUP BY 1, 2, 3`;
  return rows.map((row) => ({ teamId: row.team_id, profileSlug: row.slug, endpointId: row.endpoint_id, pico: BigInt(row.pico) }));
}
