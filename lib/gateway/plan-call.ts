import { ApiError, type ErrorCode } from "@/lib/core/errors";
import { planCall, type Plan } from "@/lib/core/plan";
import { retryAfterSeconds } from "@/lib/upstream/retry-after";
import type { Call } from "./call";
import type { RoutingState } from "./routing-state";

type Planned = Pick<Call, "request" | "route" | "facts" | "owner" | "totalMs" | "priceOf">;

/** Step 4: who may serve the call, in which order, and why. Asks nobody and reserves nothing. */
export function planFor({ request, route, facts, owner, totalMs, priceOf }: Planned, state: RoutingState): Plan {
  return planCall({
    rules: route.rules,
    tiers: route.tiers,
    unresolved: route.unresolved,
    preference: request.preference,
    facts,
    outlookOf: (tier) => state.outlookOf({ owner, tier, price: priceOf(tier.endpoint.id)?.price ?? null, facts }),
    remainingMs: totalMs,
    draw: Math.random(),
  });
}

/** A call at a time may end any moment; what is larger than its whole cap never fits, and gains nothing by asking sooner. */
const UNKNOWN_WAIT_MS = 5_000;

/** What a client is told when its plan has nobody left. */
export function emptyPlanError(plan: Plan, nowMs: number): ApiError {
  const dropped = plan.entries.map(({ endpoint, reason }) => ({ endpoint, reason }));
  const reasons = dropped.map(({ endpoint, reason }) => `${endpoint}: ${reason}`).join("; ");
  const drops = new Set(plan.entries.map(({ drop }) => drop));
  if (drops.has("capped")) {
    const retryAfterS = retryAfterSeconds(plan.freeAtMs === null ? UNKNOWN_WAIT_MS : plan.freeAtMs - nowMs);
    return new ApiError("all_rate_limited", `Everybody who could serve the call is at a cap. ${reasons}.`, { retryAfterS, dropped });
  }
  const code: ErrorCode = drops.has("too_long") ? "context_length_exceeded" : drops.has("unfit") ? "no_capable_endpoint" : "model_not_found";
  const param = code === "model_not_found" ? "provider" : "messages";
  return new ApiError(code, `Nobody is left to serve the call. ${reasons}.`, { param, dropped });
}
