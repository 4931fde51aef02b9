import { NIL_ID } from "@/lib/core/profile";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { Scope } from "./scope";

/** What the attempts of one endpoint within one profile add up to in one slot of the range. Amounts are known ones. */
export type AttemptRow = {
  /** Which of the slots it belongs to, from 0. */
  slot: number;
  profileId: string;
  endpointId: string;
  endpoint: string;
  tier: number;
  attempts: number;
  unknown: number;
  served: number;
  servedKnown: number;
  /** Of served attempts of known cost, like `costPico` and the two after it. */
  tokens: bigint;
  costPico: bigint;
  primaryCostPico: bigint;
  primaryKnown: number;
  wastePico: bigint;
  abortedPico: bigint;
  /** Of all attempts whose call was not served, aborted ones included. */
  unservedPico: bigint;
};

/** What the calls of one profile with one outcome add up to in one slot of the range. */
export type CallRow = {
  slot: number;
  profileId: string;
  outcome: string;
  calls: number;
  rescued: number;
  comparable: number;
  comparableCostPico: bigint;
  baselineCostPico: bigint;
};

/**
 * Rows of the two rollups. `slots` are the ascending starts of the parts that the range is cut into; the first may
 * begin before the range. Parts and totals come from the same rows, so they add up whatever the zone.
 */
export async function listRollupRows(
  db: Db,
  scope: Scope,
  slots: readonly Date[],
): Promise<{ attempts: AttemptRow[]; calls: CallRow[] }> {
  const starts = Prisma.sql`${slots.map((start) => start.toISOString())}::timestamptz[]`;
  const where = Prisma.sql`r.team_id = ${scope.teamId}::uuid
    AND r.bucket >= ${scope.range.from} AND r.bucket < ${scope.range.to}
    AND ${scope.versionIds === null ? Prisma.sql`TRUE` : Prisma.sql`r.profile_version_id = ANY(${scope.versionIds}::uuid[])`}`;
  const [attempts, calls] = await Promise.all([
    db.$queryRaw<Raw<AttemptRow>[]>`
      SELECT width_bucket(r.bucket, ${starts}) - 1 AS slot, ${profileId} AS "profileId",
        r.endpoint_id::text AS "endpointId", max(r.endpoint) AS endpoint, min(r.tier) AS tier,
        sum(r.attempts)::text AS attempts,
        (${sumWhere("attempts", Prisma.sql`r.basis = 'unknown'`)})::text AS unknown,
        (${sumWhere("attempts", Prisma.sql`r.outcome = 'served'`)})::text AS served,
        (${sumWhere("attempts", servedKnown)})::text AS "servedKnown",
        (${sumWhere("input_units + r.cached_input_units + r.cache_write_5m_units + r.cache_write_1h_units + r.output_units + r.reasoning_units", servedKnown)})::text AS tokens,
        (${sumWhere("cost_pico", servedKnown)})::text AS "costPico",
        (${sumWhere("primary_cost_pico", servedKnown)})::text AS "primaryCostPico",
        (${sumWhere("primary_known", servedKnown)})::text AS "primaryKnown",
        (${sumWhere("cost_pico", Prisma.sql`r.outcome = 'failed'`)})::text AS "wastePico",
        (${sumWhere("cost_pico", Prisma.sql`r.outcome = 'aborted'`)})::text AS "abortedPico",
        (${sumWhere("cost_pico", Prisma.sql`NOT r.call_served`)})::text AS "unservedPico"
      FROM attempt_rollups r
      LEFT JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id
      WHERE ${where}
      GROUP BY 1, 2, 3`,
    db.$queryRaw<Raw<CallRow>[]>`
      SELECT width_bucket(r.bucket, ${starts}) - 1 AS slot, ${profileId} AS "profileId", r.outcome AS outcome,
        sum(r.calls)::text AS calls, sum(r.rescued)::text AS rescued, sum(r.comparable)::text AS comparable,
        sum(r.comparable_cost_pico)::text AS "comparableCostPico",
        sum(r.baseline_cost_pico)::text AS "baselineCostPico"
      FROM call_rollups r
      LEFT JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id
      WHERE ${where}
      GROUP BY 1, 2, 3`,
  ]);
  return { attempts: attempts.map(readAttemptRow), calls: calls.map(readCallRow) };
}

const profileId = Prisma.sql`coalesce(v.profile_id, ${NIL_ID}::uuid)::text`;
const servedKnown = Prisma.sql`r.outcome = 'served' AND r.basis <> 'unknown'`;

function sumWhere(columns: string, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(sum(${Prisma.raw(`r.${columns}`)}) FILTER (WHERE ${condition}), 0)`;
}

/** Sums are `numeric` and come as text: a double would round them. */
type Raw<Row> = { [Key in keyof Row]: Key extends "slot" | "tier" ? number : string };

function readAttemptRow(row: Raw<AttemptRow>): AttemptRow {
  return {
    ...row,
    attempts: Number(row.attempts),
    unknown: Number(row.unknown),
    served: Number(row.served),
    servedKnown: Number(row.servedKnown),
    tokens: BigInt(row.tokens),
    costPico: BigInt(row.costPico),
    primaryCostPico: BigInt(row.primaryCostPico),
    primaryKnown: Number(row.primaryKnown),
    wastePico: BigInt(row.wastePico),
    abortedPico: BigInt(row.abortedPico),
    unservedPico: BigInt(row.unservedPico),
  };
}

function readCallRow(row: Raw<CallRow>): CallRow {
  return {
    ...row,
    calls: Number(row.calls),
    rescued: Number(row.rescued),
    comparable: Number(row.comparable),
    comparableCostPico: BigInt(row.comparableCostPico),
    baselineCostPico: BigInt(row.baselineCostPico),
  };
}
