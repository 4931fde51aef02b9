import type { Db } from "@/lib/db";
import type { CallFilters } from "../call-filters";
import { type CallListRow, type Cursor, findCallRows } from "../call-rows";
import { whereCalls } from "../calls-where";
import type { Scope } from "../scope";
import type { ExportColumn } from "./export-format";

/** Of one query: a few megabytes. */
const PAGE_ROWS = 2_000;

/**
 * Every call that matches, newest first, from `newest` on: calls that come while the file is read are not in it. Each
 * page is a query of its own, since a transaction would last as long as the slowest reader.
 * @param newest null where there is none
 */
export async function* readCalls(db: Db, scope: Scope, filters: CallFilters, newest: string | null): AsyncGenerator<CallListRow> {
  const where = whereCalls(scope, filters);
  let cursor: Cursor | null = newest === null ? null : { from: "at and below", id: newest };
  while (cursor) {
    const rows = await findCallRows(db, scope.teamId, where, cursor, PAGE_ROWS);
    yield* rows;
    const last = rows.at(-1);
    cursor = last && rows.length === PAGE_ROWS ? { from: "below", id: last.id } : null;
  }
}

export const CALL_COLUMNS: readonly ExportColumn<CallListRow>[] = [
  { name: "id", value: (call) => call.id },
  { name: "started_at", value: (call) => call.startedAt },
  { name: "profile", value: (call) => call.profileSlug },
  { name: "requested_model", value: (call) => call.requestedModel },
  { name: "outcome", value: (call) => call.outcome },
  { name: "cause", value: (call) => call.cause },
  { name: "http_status", value: (call) => call.httpStatus },
  { name: "served_tier", value: (call) => call.servedTier },
  { name: "served_endpoint", value: (call) => call.servedEndpoint },
  { name: "rescued", value: (call) => call.rescued },
  { name: "stream", value: (call) => call.stream },
  { name: "attempts", value: (call) => call.attempts.length },
  { name: "input_tokens", value: (call) => call.tokens?.input ?? null },
  { name: "cached_input_tokens", value: (call) => call.tokens?.cachedInput ?? null },
  { name: "cache_write_5m_tokens", value: (call) => call.tokens?.cacheWrite5m ?? null },
  { name: "cache_write_1h_tokens", value: (call) => call.tokens?.cacheWrite1h ?? null },
  { name: "output_tokens", value: (call) => call.tokens?.output ?? null },
  { name: "reasoning_tokens", value: (call) => call.tokens?.reasoning ?? null },
  // Empty once any attempt's cost is unknown; what is known of it stands beside it.
  { name: "cost_usd", value: (call) => (call.unknownAttempts > 0 ? null : call.costPico) },
  { name: "known_cost_usd", value: (call) => call.costPico },
  { name: "cost_basis", value: basisOf },
  { name: "unknown_attempts", value: (call) => call.unknownAttempts },
  { name: "served_cost_usd", value: (call) => call.servedCostPico },
  { name: "primary_cost_usd", value: (call) => call.primaryCostPico },
  { name: "baseline_cost_usd", value: (call) => call.baselineCostPico },
  { name: "first_token_ms", value: (call) => call.firstTokenMs },
  { name: "total_ms", value: (call) => call.totalMs },
  { name: "api_key_id", value: (call) => call.keyId },
  { name: "api_key", value: (call) => call.keyName },
  { name: "tags", value: (call) => JSON.stringify(call.tags) },
];

/** The least sure of its attempts. */
function basisOf({ unknownAttempts, attempts }: CallListRow): string {
  if (unknownAttempts > 0) return "unknown";
  return attempts.some(({ basis }) => basis === "estimated") ? "estimated" : "reported";
}
