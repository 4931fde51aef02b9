import type { Range } from "@/lib/core/period";
import type { Usage } from "@/lib/core/usage";
import type { Db } from "@/lib/db";
import { readUsage } from "./call-usage";
import { attemptIdsOfCalls, callIdsBetween, type IdBounds } from "./id-bounds";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";

/** Calls that began in a UTC hour. */
export type HourOfCalls = { atMs: number; calls: number };

export async function listHoursOfCalls(db: Db, teamId: string, range: Range, versionIds: readonly string[]): Promise<HourOfCalls[]> {
  const hours = listStretches(range, []).map((stretch) => ({ ...stretch, unit: stretch.unit === "quarter" ? ("quarter" as const) : ("hour" as const) }));
  const rows = await db.$queryRaw<{ at: Date; calls: string }[]>`
    SELECT date_trunc('hour', r.bucket, 'UTC') AS at, sum(r.calls)::text AS calls
    FROM ${sumsIn("outcome_sums", teamId, hours, versionIds)}
    GROUP BY 1 ORDER BY 1`;
  return rows.map(({ at, calls }) => ({ atMs: at.getTime(), calls: Number(calls) }));
}

/** What one served call read and wrote. */
export type CallSample = { usage: Usage; stream: boolean };

/** At so many moments of a range, evenly apart, so many calls are looked at. */
const MOMENTS = 64;
const CALLS_EACH = 4;

/** As many parts of a range, evenly apart. */
export function listParts({ from, to }: Range): (IdBounds & { toMs: number })[] {
  const step = (to.getTime() - from.getTime()) / MOMENTS;
  const at = (index: number) => new Date(Math.floor(from.getTime() + index * step));
  return Array.from({ length: MOMENTS }, (_, index) => ({ ...callIdsBetween(at(index), at(index + 1)), toMs: at(index + 1).getTime() }));
}

/** A bounded sample of a profile's served calls, the same each time: the next ones after moments that lie evenly in the range. */
export async function sampleCalls(db: Db, teamId: string, range: Range, versionIds: readonly string[]): Promise<CallSample[]> {
  const bounds = listParts(range);
  const ends = bounds.map(({ toMs }) => attemptIdsOfCalls(toMs, toMs).to);
  const rows = await db.$queryRaw<SampleRow[]>`
    SELECT c.stream, a.input, a.cached_input AS "cachedInput", a.cache_write_5m AS "cacheWrite5m", a.cache_write_1h AS "cacheWrite1h", a.output, a.reasoning
    FROM unnest(${bounds.map((each) => each.from)}::uuid[], ${bounds.map((each) => each.to)}::uuid[], ${ends}::uuid[]) AS part (start, stop, stop_attempts)
    CROSS JOIN LATERAL (
      SELECT found.* FROM unnest(${[...versionIds]}::uuid[]) AS version (id)
      CROSS JOIN LATERAL (
        SELECT s.id, s.stream, s.started_at FROM calls s
        WHERE s.team_id = ${teamId}::uuid AND s.profile_version_id = version.id AND s.id >= part.start AND s.id < part.stop AND s.outcome = 'served'
        ORDER BY s.id LIMIT ${CALLS_EACH}
      ) found
      ORDER BY found.id LIMIT ${CALLS_EACH}
    ) c
    JOIN LATERAL (
      SELECT * FROM attempts t WHERE t.team_id = ${teamId}::uuid AND t.call_id = c.id AND t.outcome = 'served'
        AND t.id >= part.start AND t.id < part.stop_attempts
      LIMIT 1
    ) a ON TRUE
    ORDER BY c.id`;
  return rows.flatMap(({ stream, ...row }) => {
    const usage = readUsage(row);
    return usage ? [{ usage, stream }] : [];
  });
}

type SampleRow = { stream: boolean } & Record<"input" | "cachedInput" | "cacheWrite5m" | "cacheWrite1h" | "output" | "reasoning", number | null>;

/** How fast endpoints write, in tokens a second, in the middle of a bounded sample of their served streams. */
export async function listWritingSpeeds(db: Db, teamId: string, range: Range): Promise<Map<string, number>> {
  const bounds = listParts(range);
  const rows = await db.$queryRaw<{ endpointId: string; speed: number }[]>`
    SELECT a.endpoint_id::text AS "endpointId", percentile_cont(0.5) WITHIN GROUP (ORDER BY a.output * 1000.0 / (a.total_ms - a.first_token_ms))::float8 AS speed
    FROM unnest(${bounds.map((each) => each.from)}::uuid[], ${bounds.map((each) => each.to)}::uuid[]) AS part (start, stop)
    CROSS JOIN LATERAL (
      SELECT * FROM attempts t WHERE t.team_id = ${teamId}::uuid AND t.id >= part.start AND t.id < part.stop ORDER BY t.id LIMIT 64
    ) a
    WHERE a.outcome = 'served' AND a.output > 0 AND a.first_token_ms IS NOT NULL AND a.total_ms > a.first_token_ms
    GROUP BY 1`;
  return new Map(rows.map(({ endpointId, speed }) => [endpointId, speed]));
}
