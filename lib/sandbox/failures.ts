import type { Cause } from "@/lib/core/outcome";
import type { FailureKind } from "./scenario";
import type { Spread } from "./spread";

/** The status with which a failure usually comes; causes that are absent come with none. */
const STATUS: Readonly<Partial<Record<Cause, number>>> = {
  rate_limited: 429, overloaded: 503, server_error: 500, auth: 401, credit: 402, not_found: 404, bad_request: 400,
  context_length: 400, content_filter: 400, malformed: 200, stream_cut: 200,
};

/** Said at once, before the model is asked. */
const REFUSALS: ReadonlySet<Cause> = new Set([
  "rate_limited", "overloaded", "auth", "credit", "not_found", "bad_request", "context_length", "content_filter",
]);
export const REFUSAL_MS = 300;

/** After these a provider may have worked on the answer, and may bill it. */
const MAY_BILL: ReadonlySet<Cause> = new Set(["timeout_first_token", "timeout_stall", "timeout_total", "malformed", "stream_cut"]);

export function mayBill(cause: Cause): boolean {
  return MAY_BILL.has(cause);
}

export function failureOf(
  cause: Cause,
  { share = 1, retryAfterMs = null, billedShare = 0, otherwiseAfter }: { share?: number; retryAfterMs?: number | null; billedShare?: number; otherwiseAfter: Spread },
): FailureKind {
  return {
    cause,
    share,
    httpStatus: STATUS[cause] ?? null,
    retryAfterMs: cause === "rate_limited" || cause === "overloaded" ? retryAfterMs : null,
    billedMillionths: Math.round(billedShare * 1_000_000),
    afterMs: REFUSALS.has(cause) ? { kind: "fixed", value: REFUSAL_MS } : otherwiseAfter,
  };
}
