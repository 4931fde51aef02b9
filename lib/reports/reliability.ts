import type { Db } from "@/lib/db";
import { type EndpointLatency, listLatency, type Percentiles } from "./latency";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";

/** How an endpoint held when it was tried, and how long the clients waited whom it served. */
export type EndpointReliability = {
  endpoint: string;
  attempts: number;
  served: number;
  firstTokenMs: Percentiles;
  totalMs: Percentiles;
};

const NONE: Percentiles = { p50: null, p95: null };

/** The endpoints that a scope tried, by name. Attempts and calls count by their call's start. */
export async function listEndpointReliability(db: Db, scope: Scope): Promise<EndpointReliability[]> {
  const { teamId, range, versionIds } = scope;
  const [tried, latencies] = await Promise.all([
    db.$queryRaw<{ endpoint: string; attempts: string; served: string }[]>`
      SELECT r.endpoint, sum(r.attempts)::text AS attempts, sum(r.served)::text AS served
      FROM ${sumsIn("endpoint_sums", teamId, listStretches(range, []), versionIds)}
      GROUP BY 1 ORDER BY 1`,
    listLatency(db, scope),
  ]);
  const latencyOf = new Map(latencies.map((latency): [string, EndpointLatency] => [latency.endpoint, latency]));
  return tried.map(({ endpoint, attempts, served }) => {
    const { firstTokenMs = NONE, totalMs = NONE } = latencyOf.get(endpoint) ?? {};
    return { endpoint, attempts: Number(attempts), served: Number(served), firstTokenMs, totalMs };
  });
}
