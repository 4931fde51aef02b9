import { QUARTER_MS } from "@/lib/core/period";
import { NIL_ID } from "@/lib/core/profile";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { UnitSums } from "./reprice";
import type { Scope } from "./scope";
import type { Stretch } from "./stretches";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";

/**
 * How much sums tell of the served calls of a cell: those of one bucket, profile version, key and serving endpoint.
 * `whole`: all of them are comparable, so their served attempts are known apart from their failed ones.
 * `mixed`: some are; what these cost and would have cost at the recorded baseline is known, but not how it splits.
 * `pooled`: their profile has no recorded baseline, and all amounts are known of all calls of the bucket, version and key.
 * `none`: nothing can be told.
 */
export type CellKind = "whole" | "mixed" | "pooled" | "none";

export type SavingsRow = {
  profileId: string;
  /** Whether the recorded baseline counts; else its units are repriced. */
  isRecorded: boolean;
  /** The endpoint that is the recorded baseline; null for none. */
  ownBaselineId: string | null;
  /** How many of the given starts of prices its bucket has reached. */
  slot: number;
} & (
  | { part: "calls"; kind: CellKind; calls: number; known: number; comparable: number; spendPico: bigint; baselinePico: bigint }
  /** Served attempts of `whole` and `pooled` cells by the price they were charged at; null when they had none. */
  | { part: "served"; kind: CellKind; priceId: string | null; priceStep: number; costPico: bigint; units: UnitSums }
  /** The other attempts of served calls in `pooled` cells. */
  | { part: "waste"; costPico: bigint }
  /** All attempts of calls that were not served. */
  | { part: "unserved"; costPico: bigint }
);

type SavingsQuery = {
  /** When another price of a baseline comes into force, ascending. */
  priceStarts: readonly Date[];
  /** Versions whose recorded baseline counts; null for all. */
  recordedVersionIds: readonly string[] | null;
};

/** In longer ranges every day is read as one. */
const QUARTERS_UP_TO_MS = 32 * 24 * 3_600_000;
/** So many cells of quarter-hours are read while a person waits. */
const MOST_CELLS = 20_000;

/**
 * One statement, so that all parts are of the same moment and add up. Attempts find their cell by a window, not by a
 * join: the planner cannot know how many cells there are, and would go through all of them for every attempt.
 */
export async function listSavingsRows(db: Db, scope: Scope, query: SavingsQuery): Promise<SavingsRow[]> {
  const { teamId, versionIds } = scope;
  const { priceStarts, recordedVersionIds } = query;
  const of = { teamId, versionIds, stretches: await listCellStretches(db, scope, query) };
  const calls = rollupsIn({ ...of, table: "call_rollups", condition: Prisma.sql`s.outcome = 'served'` });
  const attempts = rollupsIn({ ...of, table: "attempt_rollups", condition: Prisma.sql`TRUE` });
  const isRecorded = isRecordedIn(recordedVersionIds);
  const starts = Prisma.sql`${priceStarts.map((start) => start.toISOString())}::timestamptz[]`;
  const rows = await db.$queryRaw<Raw[]>`
    WITH cell AS (
      SELECT r.bucket, r.profile_version_id AS version_id, r.api_key_id AS key, r.served_tier AS tier, r.served_endpoint AS endpoint,
        sum(r.calls) AS calls, sum(r.known) AS known, sum(r.comparable) AS comparable,
        sum(r.comparable_cost_pico) AS spend, sum(r.baseline_cost_pico) AS baseline
      FROM ${calls} GROUP BY 1, 2, 3, 4, 5
    ), judged AS (
      SELECT cell.*, CASE
          WHEN comparable = calls THEN 'whole'
          WHEN ${isRecorded} THEN CASE WHEN comparable > 0 THEN 'mixed' ELSE 'none' END
          WHEN sum(comparable) OVER pool = 0 AND sum(known) OVER pool = sum(calls) OVER pool THEN 'pooled'
          ELSE 'none' END AS kind
      FROM cell WINDOW pool AS (PARTITION BY bucket, version_id, key)
    ), attempt AS (
      SELECT r.bucket, r.profile_version_id AS version_id, r.api_key_id AS key, r.tier, r.endpoint, r.price_id, r.price_step,
        r.outcome = 'served' AS served, r.call_served, sum(r.cost_pico) AS cost, ${UNITS}
      FROM ${attempts} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    ), told AS (
      SELECT *, max(kind) OVER (PARTITION BY bucket, version_id, key, tier, endpoint) AS cell_kind,
        bool_or(kind = 'pooled') OVER (PARTITION BY bucket, version_id, key) AS is_pooled
      FROM (
        SELECT bucket, version_id, key, tier, endpoint, kind, NULL::uuid AS price_id, 0 AS price_step, NULL::boolean AS served, NULL::boolean AS call_served,
          0 AS cost, 0 AS input, 0 AS cached, 0 AS write5m, 0 AS write1h, 0 AS output, 0 AS reasoning, 0 AS request
        FROM judged
        UNION ALL
        SELECT bucket, version_id, key, tier, endpoint, NULL, price_id, price_step, served, call_served,
          cost, input, cached, write5m, write1h, output, reasoning, request
        FROM attempt
      ) cells_and_attempts
    ), part AS (
      SELECT 'calls' AS part, version_id, bucket, kind, NULL::uuid AS price_id, 0 AS price_step, calls, known, comparable, spend, baseline,
        0 AS cost, 0 AS input, 0 AS cached, 0 AS write5m, 0 AS write1h, 0 AS output, 0 AS reasoning, 0 AS request
      FROM judged
      UNION ALL
      SELECT 'served', version_id, bucket, cell_kind, price_id, price_step, 0, 0, 0, 0, 0, cost, input, cached, write5m, write1h, output, reasoning, request
      FROM told WHERE served AND cell_kind IN ('whole', 'pooled')
      UNION ALL
      SELECT 'waste', version_id, bucket, 'pooled', NULL, 0, 0, 0, 0, 0, 0, cost, 0, 0, 0, 0, 0, 0, 0
      FROM told WHERE is_pooled AND NOT served AND call_served
      UNION ALL
      SELECT 'unserved', version_id, bucket, 'none', NULL, 0, 0, 0, 0, 0, 0, cost, 0, 0, 0, 0, 0, 0, 0
      FROM attempt WHERE NOT call_served
    )
    SELECT part, coalesce(v.profile_id, ${NIL_ID}::uuid)::text AS "profileId", ${isRecorded} AS "isRecorded",
      v.baseline_endpoint_id::text AS "ownBaselineId",
      width_bucket(bucket, ${starts}) AS slot, kind, nullif(price_id, ${NIL_ID}::uuid)::text AS "priceId", price_step AS "priceStep",
      sum(calls)::text AS calls, sum(known)::text AS known, sum(comparable)::text AS comparable,
      sum(spend)::text AS "spendPico", sum(baseline)::text AS "baselinePico", sum(cost)::text AS "costPico",
      sum(input)::text AS input, sum(cached)::text AS cached, sum(write5m)::text AS write5m, sum(write1h)::text AS write1h,
      sum(output)::text AS output, sum(reasoning)::text AS reasoning, sum(request)::text AS request
    FROM part LEFT JOIN profile_versions v ON v.team_id = ${teamId}::uuid AND v.id = part.version_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`;
  return rows.map(readRow);
}

/** Of `version_id`. */
function isRecordedIn(versionIds: SavingsQuery["recordedVersionIds"]): Prisma.Sql {
  return versionIds === null ? Prisma.sql`TRUE` : Prisma.sql`(version_id = ANY(${versionIds}::uuid[]))`;
}

/**
 * Whole UTC days where these tell as much as their quarter-hours would, and else quarter-hours, unless these are too
 * many: the smaller a cell, the fewer calls share it with one that is not comparable.
 */
async function listCellStretches(db: Db, { teamId, range, versionIds }: Scope, { priceStarts, recordedVersionIds }: SavingsQuery): Promise<Stretch[]> {
  const stretches = listDaysAndQuarters(range, priceStarts);
  if (range.to.getTime() - range.from.getTime() > QUARTERS_UP_TO_MS) return stretches;
  const days = stretches.filter(({ unit }) => unit === "day");
  const calls = rollupsIn({ table: "call_rollups", teamId, versionIds, stretches: days, condition: Prisma.sql`s.outcome = 'served'` });
  const split = await db.$queryRaw<{ bucket: Date; cells: number }[]>`
    SELECT bucket, sum(cells)::float8 AS cells FROM (
      SELECT bucket, version_id, sum(least(calls, 96)) AS cells, bool_and(comparable = calls) AS is_whole,
        bool_and(comparable IN (0, calls)) AS is_plain, sum(comparable) = 0 AND sum(known) = sum(calls) AS is_pooled
      FROM (
        SELECT r.bucket, r.profile_version_id AS version_id, r.api_key_id AS key,
          sum(r.calls) AS calls, sum(r.known) AS known, sum(r.comparable) AS comparable
        FROM ${calls} GROUP BY 1, 2, 3, r.served_tier, r.served_endpoint
      ) cell GROUP BY bucket, version_id, key
    ) pool
    GROUP BY bucket HAVING NOT bool_and(is_whole OR is_pooled OR ${isRecordedIn(recordedVersionIds)} AND is_plain)`;
  if (split.reduce((sum, { cells }) => sum + cells, 0) > MOST_CELLS) return stretches;
  // A cut inside of a day has it read by the quarter-hour.
  const cuts = [...priceStarts, ...split.map(({ bucket }) => new Date(bucket.getTime() + QUARTER_MS))];
  return listDaysAndQuarters(range, cuts.sort((a, b) => a.getTime() - b.getTime()));
}

const UNITS = Prisma.sql`
  sum(r.input_units) AS input, sum(r.cached_input_units) AS cached, sum(r.cache_write_5m_units) AS write5m,
  sum(r.cache_write_1h_units) AS write1h, sum(r.output_units) AS output, sum(r.reasoning_units) AS reasoning, sum(r.request_units) AS request`;

type Sums = "calls" | "known" | "comparable" | "spendPico" | "baselinePico" | "costPico"
  | "input" | "cached" | "write5m" | "write1h" | "output" | "reasoning" | "request";

type Raw = {
  part: SavingsRow["part"];
  profileId: string;
  isRecorded: boolean;
  ownBaselineId: string | null;
  slot: number;
  kind: CellKind;
  priceId: string | null;
  priceStep: number;
} & Record<Sums, string>;

/** Sums are `numeric` and come as text: a double would round them. */
function readRow({ part, profileId, isRecorded, ownBaselineId, slot, kind, priceId, priceStep, ...sums }: Raw): SavingsRow {
  const of = { profileId, isRecorded, ownBaselineId, slot };
  const costPico = BigInt(sums.costPico);
  if (part === "waste" || part === "unserved") return { ...of, part, costPico };
  if (part === "served") return { ...of, part, kind, priceId, priceStep, costPico, units: readUnits(sums) };
  return {
    ...of, part, kind,
    calls: Number(sums.calls), known: Number(sums.known), comparable: Number(sums.comparable),
    spendPico: BigInt(sums.spendPico), baselinePico: BigInt(sums.baselinePico),
  };
}

function readUnits(sums: Record<Sums, string>): UnitSums {
  return {
    input: BigInt(sums.input), cachedInput: BigInt(sums.cached), cacheWrite5m: BigInt(sums.write5m), cacheWrite1h: BigInt(sums.write1h),
    output: BigInt(sums.output), reasoning: BigInt(sums.reasoning), perRequest: BigInt(sums.request),
  };
}
