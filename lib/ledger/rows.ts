import { floorQuarter } from "@/lib/core/period";
import type { AttemptRecord, CallRecord } from "./record";
import type { CallSummary } from "./summarise-call";

/** The columns of `calls`, then what its rollup is keyed by besides. */
export const CALL_COLUMNS = {
  team_id: "uuid",
  id: "uuid",
  started_at: "timestamptz",
  profile_version_id: "uuid",
  profile_slug: "text",
  api_key_id: "uuid",
  member_id: "uuid",
  requested_model: "text",
  stream: "boolean",
  outcome: "text",
  cause: "text",
  http_status: "integer",
  served_tier: "integer",
  served_endpoint: "text",
  plan_position: "integer",
  rescued: "boolean",
  plan: "jsonb",
  tags: "jsonb",
  attempt_count: "integer",
  unknown_attempts: "integer",
  cost_pico: "bigint",
  served_cost_pico: "bigint",
  primary_cost_pico: "bigint",
  baseline_cost_pico: "bigint",
  comparable: "boolean",
  first_token_ms: "integer",
  total_ms: "integer",
  overhead_us: "integer",
} as const;

export const CALL_ROLLUP_COLUMNS = { bucket: "timestamptz" } as const;

/** The columns of `attempts`, then what its rollup needs besides. */
export const ATTEMPT_COLUMNS = {
  team_id: "uuid",
  id: "uuid",
  call_id: "uuid",
  started_at: "timestamptz",
  number: "integer",
  tier: "integer",
  retry: "integer",
  endpoint_id: "uuid",
  endpoint: "text",
  provider: "text",
  outcome: "text",
  cause: "text",
  http_status: "integer",
  connect_ms: "integer",
  first_token_ms: "integer",
  total_ms: "integer",
  input: "integer",
  cached_input: "integer",
  cache_write_5m: "integer",
  cache_write_1h: "integer",
  output: "integer",
  reasoning: "integer",
  price_id: "uuid",
  price_step: "integer",
  list_price_id: "uuid",
  list_price_step: "integer",
  cost_pico: "bigint",
  held_pico: "bigint",
  basis: "text",
  detail: "text",
} as const;

export const ATTEMPT_ROLLUP_COLUMNS = {
  bucket: "timestamptz",
  profile_version_id: "uuid",
  api_key_id: "uuid",
  call_served: "boolean",
  input_units: "bigint",
  cached_input_units: "bigint",
  cache_write_5m_units: "bigint",
  cache_write_1h_units: "bigint",
  output_units: "bigint",
  reasoning_units: "bigint",
  request_units: "bigint",
  input_cost_pico: "numeric",
  cached_input_cost_pico: "numeric",
  cache_write_5m_cost_pico: "numeric",
  cache_write_1h_cost_pico: "numeric",
  output_cost_pico: "numeric",
  reasoning_cost_pico: "numeric",
  request_cost_pico: "numeric",
  primary_cost_pico: "numeric",
  primary_known: "integer",
} as const;

type Row<Columns> = Record<keyof Columns, unknown>;

/** Amounts as strings, times in ISO 8601, null or no value for what has none. */
export function toCallRow(call: CallRecord, summary: CallSummary): Row<typeof CALL_COLUMNS> {
  return {
    team_id: call.teamId,
    id: call.id,
    started_at: new Date(call.startedAtMs).toISOString(),
    profile_version_id: call.profileVersionId,
    profile_slug: call.profileSlug,
    api_key_id: call.apiKeyId,
    member_id: call.memberId,
    requested_model: call.requestedModel,
    stream: call.stream,
    outcome: call.outcome,
    cause: call.cause ?? "",
    http_status: call.httpStatus,
    served_tier: call.servedTier ?? 0,
    served_endpoint: call.servedEndpoint ?? "",
    plan_position: call.planPosition ?? 0,
    rescued: call.rescued,
    plan: call.plan,
    tags: call.tags,
    attempt_count: summary.attemptCount,
    unknown_attempts: summary.unknownAttempts,
    cost_pico: String(summary.costPico),
    served_cost_pico: amount(summary.servedCostPico),
    primary_cost_pico: amount(call.primaryCostPico),
    baseline_cost_pico: amount(call.baselineCostPico),
    comparable: summary.comparable,
    first_token_ms: call.firstTokenMs,
    total_ms: call.totalMs,
    overhead_us: call.overheadUs,
  };
}

export function toAttemptRow(call: CallRecord, attempt: AttemptRecord): Row<typeof ATTEMPT_COLUMNS> {
  const { usage } = attempt;
  return {
    team_id: call.teamId,
    id: attempt.id,
    call_id: call.id,
    started_at: new Date(attempt.startedAtMs).toISOString(),
    number: attempt.number,
    tier: attempt.tier,
    retry: attempt.retry,
    endpoint_id: attempt.endpointId,
    endpoint: attempt.endpoint,
    provider: attempt.provider,
    outcome: attempt.outcome,
    cause: attempt.cause ?? "",
    http_status: attempt.httpStatus,
    connect_ms: attempt.connectMs,
    first_token_ms: attempt.firstTokenMs,
    total_ms: attempt.totalMs,
    input: usage?.input,
    cached_input: usage?.cachedInput,
    cache_write_5m: usage?.cacheWrite5m,
    cache_write_1h: usage?.cacheWrite1h,
    output: usage?.output,
    reasoning: usage?.reasoning,
    price_id: attempt.priceId,
    price_step: attempt.priceStep,
    list_price_id: attempt.listPrice?.id,
    list_price_step: attempt.listPrice?.step,
    cost_pico: amount(attempt.costPico),
    held_pico: amount(attempt.heldPico ?? null),
    basis: attempt.basis,
    detail: attempt.detail,
  };
}

/** What the call's primary would have cost; null unless both sides are known, so that premiums compare the same calls. */
export function findPrimaryCost(call: CallRecord, attempt: AttemptRecord): bigint | null {
  return attempt.outcome === "served" && attempt.costPico !== null ? call.primaryCostPico : null;
}

/** The quarter-hour that the call counts in. */
export function bucketOf(call: CallRecord): string {
  return floorQuarter(new Date(call.startedAtMs)).toISOString();
}

function amount(value: bigint | null): string | null {
  return value === null ? null : value.toString();
}
