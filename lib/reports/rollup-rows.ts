import { NIL_ID } from "@/lib/core/profile";
import { type Db, ONE_MOMENT } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";
import { sumsIn, type SumTable } from "./sums";

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
 * Rows of the two tables of sums, by the longest units that fit. `slots` are the ascending starts of the parts that the
 * range is cut into; the first may begin before the range. Parts and totals come from the same rows, so they add up
 * whatever the zone; both tables are as of one moment, so that no call is counted whose amounts are missing.
 */
export async function listRollupRows(
  db: Db,
  scope: Scope,
  slots: readonly Date[],
): Promise<{ attempts: AttemptRow[]; calls: CallRow[] }> {
  const starts = Prisma.sql`${slots.map((start) => start.toISOString())}::timestamptz[]`;
  const stretches = listStretches(scope.range, slots);
  const from = (table: SumTable) => Prisma.sql`
    ${sumsIn(table, scope.teamId, stretches, scope.versionIds)}
    LEFT JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id
    GROUP BY 1, 2, 3`;
  const [attempts, calls] = await db.$transaction([
    db.$queryRaw<Raw<AttemptRow>[]>`
      SELECT width_bucket(r.bucket, ${starts}) - 1 AS slot, ${profileId} AS "profileId",
        ${ATTEMPT_SUMS}
      FROM ${from("endpoint_sums")}`,
    db.$queryRaw<Raw<CallRow>[]>`
      SELECT width_bucket(r.bucket, ${starts}) - 1 AS slot, ${profileId} AS "profileId", r.outcome AS outcome,
        ${CALL_SUMS}
      FROM ${from("outcome_sums")}`,
  ], ONE_MOMENT);
  return { attempts: attempts.map(readAttemptRow), calls: calls.map(readCallRow) };
}

/** What an `AttemptRow` says beside its groups, of rows `r` of `endpoint_sums`. */
export const ATTEMPT_SUMS = Prisma.sql`
  r.endpoint_id::text AS "endpointId", max(r.endpoint) AS endpoint, min(r.tier) AS tier,
  sum(r.attempts)::text AS attempts, sum(r.unknown)::text AS unknown, sum(r.served)::text AS served,
  sum(r.served_known)::text AS "servedKnown", sum(r.served_tokens)::text AS tokens,
  sum(r.served_cost_pico)::text AS "costPico", sum(r.primary_cost_pico)::text AS "primaryCostPico",
  sum(r.primary_known)::text AS "primaryKnown", sum(r.waste_pico)::text AS "wastePico",
  sum(r.aborted_pico)::text AS "abortedPico", sum(r.unserved_pico)::text AS "unservedPico"`;

/** What a `CallRow` says beside its groups, of rows `r` of `outcome_sums`. */
export const CALL_SUMS = Prisma.sql`
  sum(r.calls)::text AS calls, sum(r.rescued)::text AS rescued, sum(r.comparable)::text AS comparable,
  sum(r.comparable_cost_pico)::text AS "comparableCostPico",
  sum(r.baseline_cost_pico)::text AS "baselineCostPico"`;

const profileId = Prisma.sql`coalesce(v.profile_id, ${NIL_ID}::uuid)::text`;

/** Sums are `numeric` and come as text: a double would round them. */
export type Raw<Row> = { [Key in keyof Row]: Key extends "slot" | "tier" ? number : string };

export function readAttemptRow(row: Raw<AttemptRow>): AttemptRow {
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

export function readCallRow(row: Raw<CallRow>): CallRow {
  return {
    ...row,
    calls: Number(row.calls),
    rescued: Number(row.rescued),
    comparable: Number(row.comparable),
    comparableCostPico: BigInt(row.comparableCostPico),
    baselineCostPico: BigInt(row.baselineCostPico),
  };
}
