import type { Range } from "@/lib/core/period";
import { NIL_ID } from "@/lib/core/profile";
import type { Transaction } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { listDaysAndQuarters, rollupsIn, type RollupTable } from "@/lib/reports/day-rollups";
import { listStretches } from "@/lib/reports/stretches";
import { sumsIn } from "@/lib/reports/sums";

/** What attempts that ended alike, at one endpoint within one profile and with one key, add up to. Amounts are known ones. */
export type MonthAttempts = {
  profileId: string;
  endpointId: string;
  /** `provider/model`, as it was then. */
  endpoint: string;
  tier: number;
  keyId: string;
  outcome: "served" | "failed" | "aborted";
  cause: string;
  basis: "reported" | "estimated" | "unknown";
  callServed: boolean;
  attempts: number;
  /** Of served attempts of known cost, like the primary's cost. */
  tokens: bigint;
  costPico: bigint;
  primaryCostPico: bigint;
  primaryKnown: number;
};

/** What calls of one profile and key that ended alike add up to. */
export type MonthCalls = {
  profileId: string;
  keyId: string;
  /** The key's owner when it was used. */
  memberId: string;
  outcome: string;
  calls: number;
  rescued: number;
  comparable: number;
  comparableCostPico: bigint;
  baselineCostPico: bigint;
};

/** What one day adds up to, by the index of its start. */
export type DaySums = { slot: number; calls: number; attempts: number; unknown: number; tokens: bigint; costPico: bigint };

export type TagSums = { tag: string; value: string; calls: number; known: number; costPico: bigint };

const PROFILE_ID = Prisma.sql`coalesce(v.profile_id, ${NIL_ID}::uuid)::text AS "profileId"`;
const VERSIONS = Prisma.sql`LEFT JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id`;
const SERVED_KNOWN = Prisma.sql`r.outcome = 'served' AND r.basis <> 'unknown'`;

function rollupOf(table: RollupTable, teamId: string, range: Range): Prisma.Sql {
  return rollupsIn({ table, teamId, stretches: listDaysAndQuarters(range, []), versionIds: null, condition: Prisma.sql`TRUE` });
}

export async function listMonthAttempts(tx: Transaction, teamId: string, range: Range): Promise<MonthAttempts[]> {
  const rows = await tx.$queryRaw<Raw<MonthAttempts, "attempts" | "primaryKnown">[]>`
    SELECT ${PROFILE_ID}, r.endpoint_id::text AS "endpointId", r.endpoint, min(r.tier) AS tier, r.api_key_id::text AS "keyId",
      r.outcome, r.cause, r.basis, r.call_served AS "callServed", sum(r.attempts)::text AS attempts,
      coalesce(sum(r.input_units + r.cached_input_units + r.cache_write_5m_units + r.cache_write_1h_units + r.output_units + r.reasoning_units)
        FILTER (WHERE ${SERVED_KNOWN}), 0)::text AS tokens,
      sum(r.cost_pico)::text AS "costPico",
      coalesce(sum(r.primary_cost_pico) FILTER (WHERE ${SERVED_KNOWN}), 0)::text AS "primaryCostPico",
      coalesce(sum(r.primary_known) FILTER (WHERE ${SERVED_KNOWN}), 0)::text AS "primaryKnown"
    FROM ${rollupOf("attempt_rollups", teamId, range)} ${VERSIONS}
    GROUP BY 1, r.endpoint_id, r.endpoint, r.api_key_id, r.outcome, r.cause, r.basis, r.call_served`;
  return rows.map((row) => ({
    ...row,
    attempts: Number(row.attempts),
    tokens: BigInt(row.tokens),
    costPico: BigInt(row.costPico),
    primaryCostPico: BigInt(row.primaryCostPico),
    primaryKnown: Number(row.primaryKnown),
  }));
}

export async function listMonthCalls(tx: Transaction, teamId: string, range: Range): Promise<MonthCalls[]> {
  const rows = await tx.$queryRaw<Raw<MonthCalls, "calls" | "rescued" | "comparable">[]>`
    SELECT ${PROFILE_ID}, r.api_key_id::text AS "keyId", r.member_id::text AS "memberId", r.outcome,
      sum(r.calls)::text AS calls, sum(r.rescued)::text AS rescued, sum(r.comparable)::text AS comparable,
      sum(r.comparable_cost_pico)::text AS "comparableCostPico", sum(r.baseline_cost_pico)::text AS "baselineCostPico"
    FROM ${rollupOf("call_rollups", teamId, range)} ${VERSIONS}
    GROUP BY 1, 2, 3, 4`;
  return rows.map((row) => ({
    ...row,
    calls: Number(row.calls),
    rescued: Number(row.rescued),
    comparable: Number(row.comparable),
    comparableCostPico: BigInt(row.comparableCostPico),
    baselineCostPico: BigInt(row.baselineCostPico),
  }));
}

/** @param starts of the days, ascending; one that nothing happened on has no row */
export async function listDaySums(tx: Transaction, teamId: string, range: Range, starts: readonly Date[]): Promise<DaySums[]> {
  const slot = Prisma.sql`width_bucket(r.bucket, ${starts.map((start) => start.toISOString())}::timestamptz[]) - 1 AS slot`;
  const stretches = listStretches(range, starts);
  const attempts = await tx.$queryRaw<(Record<"attempts" | "unknown" | "tokens" | "costPico", string> & { slot: number })[]>`
    SELECT ${slot}, sum(r.attempts)::text AS attempts, sum(r.unknown)::text AS unknown, sum(r.served_tokens)::text AS tokens,
      sum(r.served_cost_pico + r.waste_pico + r.aborted_pico)::text AS "costPico"
    FROM ${sumsIn("endpoint_sums", teamId, stretches, null)} GROUP BY 1`;
  const calls = await tx.$queryRaw<{ slot: number; calls: string }[]>`
    SELECT ${slot}, sum(r.calls)::text AS calls FROM ${sumsIn("outcome_sums", teamId, stretches, null)} GROUP BY 1`;
  return starts.map((_, index) => {
    const sums = attempts.find((row) => row.slot === index);
    return {
      slot: index,
      calls: Number(calls.find((row) => row.slot === index)?.calls ?? 0),
      attempts: Number(sums?.attempts ?? 0),
      unknown: Number(sums?.unknown ?? 0),
      tokens: BigInt(sums?.tokens ?? 0),
      costPico: BigInt(sums?.costPico ?? 0),
    };
  });
}

export async function listMonthTags(tx: Transaction, teamId: string, range: Range): Promise<TagSums[]> {
  // Tags are kept by day and quarter-hour, as rollups are.
  const rows = await tx.$queryRaw<Raw<TagSums, "calls" | "known">[]>`
    SELECT r.tag, r.value, sum(r.calls)::text AS calls, sum(r.known)::text AS known, sum(r.cost_pico)::text AS "costPico"
    FROM ${sumsIn("tag_rollups", teamId, listDaysAndQuarters(range, []), null)} GROUP BY 1, 2`;
  return rows.map((row) => ({ ...row, calls: Number(row.calls), known: Number(row.known), costPico: BigInt(row.costPico) }));
}

/** Sums are `numeric` and come as text: a double would round them. */
type Raw<Row, Counts extends keyof Row> = { [Key in keyof Row]: Key extends Counts ? string : Row[Key] extends bigint ? string : Row[Key] };
