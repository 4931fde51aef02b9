import { type Histogram, middleOfBucket, parseHistogram, percentileOf } from "@/lib/core/log-bucket";
import type { Db } from "@/lib/db";
import type { Scope } from "./scope";
import { sumsIn } from "./sums";
import { listDaysAndQuarters } from "./day-rollups";

/** Milliseconds, each within 1% of the call that stands there; null when there was none. */
export type Percentiles = { p50: number | null; p95: number | null };

/** How long clients waited for the calls that an endpoint served, earlier attempts of those calls included. */
export type EndpointLatency = {
  endpoint: string;
  calls: number;
  firstTokenMs: Percentiles;
  totalMs: Percentiles;
  /** All that clients waited together, within 1%. */
  waitedMs: number;
};

type RawLatency = { endpoint: string; calls: string; first: string; total: string };

/** By the endpoint that served, from histograms that are summed by the database. */
export async function listLatency(db: Db, { teamId, range, versionIds }: Scope): Promise<EndpointLatency[]> {
  const rows = await db.$queryRaw<RawLatency[]>`
    SELECT r.served_endpoint AS endpoint, sum(r.calls)::text AS calls,
      sum(r.first_token_ms)::text AS first, sum(r.total_ms)::text AS total
    FROM ${sumsIn("latency_rollups", teamId, listDaysAndQuarters(range, []), versionIds)}
    WHERE r.outcome = 'served'
    GROUP BY 1 ORDER BY 1`;
  return rows.map(({ endpoint, calls, first, total }) => ({
    endpoint,
    calls: Number(calls),
    firstTokenMs: percentilesOf(parseHistogram(first)),
    totalMs: percentilesOf(parseHistogram(total)),
    waitedMs: sumOf(parseHistogram(total)),
  }));
}

function sumOf(histogram: Histogram): number {
  return [...histogram].reduce((sum, [bucket, count]) => sum + middleOfBucket(bucket) * Number(count), 0);
}

function percentilesOf(histogram: Histogram): Percentiles {
  return { p50: percentileOf(histogram, 0.5), p95: percentileOf(histogram, 0.95) };
}
