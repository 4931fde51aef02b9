import { QUARTER_MS } from "@/lib/core/period";
import { NIL_ID } from "@/lib/core/profile";
import { type AttemptRecord, type CallRecord, NO_AMOUNTS } from "./record";
import type { ATTEMPT_ROLLUP, CALL_ROLLUP } from "./rollups";
import { bucketOf, findPrimaryCost } from "./rows";
import { type CallSummary, summariseCall } from "./summarise-call";

type Key = Record<string, string | number | boolean>;
type Values = Record<string, bigint>;

/** What one row of a rollup is given, by its columns. */
export type Sum = { key: Key; values: Values };

/** The same, where some values are numbers too great to be worked with. */
export type RollupRow = { key: Key; values: Record<string, bigint | string> };

type KeyOf<Rollup extends { key: object }> = Record<keyof Rollup["key"], string | number | boolean>;
type ValuesOf<Rollup extends { sums: object }> = Record<keyof Rollup["sums"], bigint>;

/** A call that is not in the books yet, with what follows from it. */
export type NewCall = { call: CallRecord; summary: CallSummary; bucket: string };

/** An attempt that is not in the books yet, with its call and that one's quarter-hour. */
export type NewAttempt = { call: CallRecord; attempt: AttemptRecord; bucket: string };

export function toNewCalls(calls: readonly CallRecord[]): NewCall[] {
  // Of a batch, nearly all are of one quarter-hour.
  const buckets = new Map<number, string>();
  return calls.map((call) => {
    const quarter = Math.floor(call.startedAtMs / QUARTER_MS);
    const bucket = buckets.get(quarter) ?? bucketOf(call);
    buckets.set(quarter, bucket);
    return { call, summary: summariseCall(call), bucket };
  });
}

/** What these calls add to the rollup of calls: the same as the expressions of `rollups.ts` say of rows. */
export function sumCalls(calls: readonly NewCall[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const call of calls) addSum(sums, callKey(call), callValues(call));
  return [...sums.values()];
}

/** What these attempts add to the rollup of attempts. */
export function sumAttempts(attempts: readonly NewAttempt[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { call, attempt, bucket } of attempts) addSum(sums, attemptKey(call, attempt, bucket), attemptValues(call, attempt));
  return [...sums.values()];
}

/** Adds to the sum of a key, or begins it. */
export function addSum(sums: Map<string, Sum>, key: Key, values: Values): void {
  let name = "";
  // PostgreSQL takes no text with a NUL in it.
  for (const column in key) name += `${key[column]}\0`;
  const sum = sums.get(name);
  if (!sum) {
    sums.set(name, { key, values });
    return;
  }
  for (const column in values) {
    const value = values[column];
    if (value) sum.values[column] = (sum.values[column] ?? 0n) + value;
  }
}

function callKey({ call, bucket }: NewCall): KeyOf<typeof CALL_ROLLUP> {
  return {
    team_id: call.teamId,
    bucket,
    profile_version_id: call.profileVersionId,
    served_tier: call.servedTier ?? 0,
    served_endpoint: call.servedEndpoint ?? "",
    plan_position: call.planPosition ?? 0,
    api_key_id: call.apiKeyId,
    member_id: call.memberId,
    outcome: call.outcome,
    cause: call.cause ?? "",
  };
}

function callValues({ call, summary }: NewCall): ValuesOf<typeof CALL_ROLLUP> {
  const { comparable } = summary;
  return {
    calls: 1n,
    rescued: call.rescued ? 1n : 0n,
    known: summary.unknownAttempts === 0 ? 1n : 0n,
    comparable: comparable ? 1n : 0n,
    comparable_cost_pico: comparable ? summary.costPico : 0n,
    baseline_cost_pico: comparable ? (call.baselineCostPico ?? 0n) : 0n,
  };
}

function attemptKey(call: CallRecord, attempt: AttemptRecord, bucket: string): KeyOf<typeof ATTEMPT_ROLLUP> {
  return {
    team_id: call.teamId,
    bucket,
    profile_version_id: call.profileVersionId,
    tier: attempt.tier,
    endpoint_id: attempt.endpointId,
    endpoint: attempt.endpoint,
    price_id: attempt.priceId ?? NIL_ID,
    price_step: attempt.priceStep ?? 0,
    list_price_id: attempt.listPrice?.id ?? NIL_ID,
    list_price_step: attempt.listPrice?.step ?? 0,
    api_key_id: call.apiKeyId,
    outcome: attempt.outcome,
    cause: attempt.cause ?? "",
    call_served: call.outcome === "served",
    basis: attempt.basis,
  };
}

function attemptValues(call: CallRecord, attempt: AttemptRecord): ValuesOf<typeof ATTEMPT_ROLLUP> {
  const amounts = attempt.classes ?? NO_AMOUNTS;
  const primaryCostPico = findPrimaryCost(call, attempt);
  return {
    attempts: 1n,
    input_units: exact(amounts.input.units),
    cached_input_units: exact(amounts.cachedInput.units),
    cache_write_5m_units: exact(amounts.cacheWrite5m.units),
    cache_write_1h_units: exact(amounts.cacheWrite1h.units),
    output_units: exact(amounts.output.units),
    reasoning_units: exact(amounts.reasoning.units),
    request_units: exact(amounts.perRequest.units),
    input_cost_pico: amounts.input.costPico,
    cached_input_cost_pico: amounts.cachedInput.costPico,
    cache_write_5m_cost_pico: amounts.cacheWrite5m.costPico,
    cache_write_1h_cost_pico: amounts.cacheWrite1h.costPico,
    output_cost_pico: amounts.output.costPico,
    reasoning_cost_pico: amounts.reasoning.costPico,
    request_cost_pico: amounts.perRequest.costPico,
    cost_pico: attempt.costPico ?? 0n,
    primary_cost_pico: primaryCostPico ?? 0n,
    primary_known: primaryCostPico === null ? 0n : 1n,
  };
}

/** Most are zero, and a bigint costs something to make. */
function exact(units: number): bigint {
  return units === 0 ? 0n : BigInt(units);
}
