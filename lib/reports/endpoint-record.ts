import { type Histogram, parseHistogram, percentileOf } from "@/lib/core/log-bucket";
import type { Chances, Speed } from "@/lib/core/outlook";
import type { Db } from "@/lib/db";

const DAY_MS = 86_400_000;
/** UTC days, the present one included. */
export const RECORD_DAYS = 7;

/** How an endpoint did of late, in all of the team's profiles. */
export type EndpointRecord = {
  attempts: number;
  served: number;
  /** What 95 of 100 calls that it served took at most, from the client's side; null when it served none. */
  p95Ms: number | null;
  chances: Chances;
  /** Of the calls that it served. */
  firstToken: Speed | null;
  whole: Speed | null;
};

/** The records of the team's endpoints by `provider/model`; who was not tried is absent. */
export async function listEndpointRecords(db: Db, teamId: string, now: Date): Promise<Map<string, EndpointRecord>> {
  const since = new Date((Math.floor(now.getTime() / DAY_MS) - RECORD_DAYS + 1) * DAY_MS).toISOString();
  const [tried, waited] = await Promise.all([
    db.$queryRaw<{ endpoint: string; attempts: string; served: string }[]>`
      SELECT endpoint, sum(attempts)::text AS attempts, sum(served)::text AS served
      FROM endpoint_sums WHERE team_id = ${teamId}::uuid AND unit = 'day' AND bucket >= ${since}::timestamptz
      GROUP BY endpoint`,
    db.$queryRaw<{ endpoint: string; firstTokenMs: string; totalMs: string }[]>`
      SELECT served_endpoint AS endpoint, sum(first_token_ms)::text AS "firstTokenMs", sum(total_ms)::text AS "totalMs"
      FROM latency_rollups
      WHERE team_id = ${teamId}::uuid AND unit = 'day' AND bucket >= ${since}::timestamptz AND outcome = 'served'
      GROUP BY served_endpoint`,
  ]);
  const speeds = new Map(waited.map((row) => [row.endpoint, { firstToken: parseHistogram(row.firstTokenMs), whole: parseHistogram(row.totalMs) }]));
  return new Map(
    tried.map((row) => {
      const [attempts, served, speed] = [Number(row.attempts), Number(row.served), speeds.get(row.endpoint)];
      const record: EndpointRecord = {
        attempts,
        served,
        p95Ms: speed ? percentileOf(speed.whole, 0.95) : null,
        chances: { served, fellBack: attempts - served, ended: 0 },
        firstToken: speed ? speedOf(speed.firstToken) : null,
        whole: speed ? speedOf(speed.whole) : null,
      };
      return [row.endpoint, record];
    }),
  );
}

function speedOf(histogram: Histogram): Speed | null {
  const [p50Ms, p90Ms, minMs] = [percentileOf(histogram, 0.5), percentileOf(histogram, 0.9), percentileOf(histogram, 0)];
  return p50Ms === null || p90Ms === null || minMs === null ? null : { p50Ms, p90Ms, minMs };
}
