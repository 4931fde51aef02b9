import type { TeamCatalog } from "@/lib/catalog/catalog";
import { ApiError, type ErrorCode } from "@/lib/core/errors";
import { planCall, type Drop, type Plan } from "@/lib/core/plan";
import { retryAfterSeconds } from "@/lib/upstream/retry-after";
import { unsayableIn } from "./adapters";
import type { Call } from "./call";
import type { RoutingState } from "./routing-state";

type Planned = Pick<Call, "id" | "request" | "route" | "facts" | "owner" | "totalMs" | "priceOf">;

/** Step 4: who may serve the call, in which order, and why. Asks nobody and reserves nothing. */
export function planFor({ id, request, route, facts, owner, totalMs, priceOf }: Planned, catalog: TeamCatalog, state: RoutingState): Plan {
  return planCall({
    rules: route.rules,
    tiers: route.tiers,
    unresolved: route.unresolved,
    preference: request.preference,
    facts,
    outlookOf: (tier) => state.outlookOf({ owner, tier, price: priceOf(tier.endpoint.id)?.price ?? null, facts }),
    unsayableAt: unsayableIn(request, catalog),
    remainingMs: totalMs,
    draw: drawOf(id),
  });
}

/** A number in [0, 1) of the call's own: from the random end of its id, so that its record tells what was drawn. */
function drawOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 2 ** 32;
}

/** What a client is told when its plan has nobody left. */
export function emptyPlanError(plan: Plan, nowMs: number): ApiError {
  const dropped = plan.entries.map(({ endpoint, reason }) => ({ endpoint, reason }));
  const reasons = dropped.map(({ endpoint, reason }) => `${endpoint}: ${reason}`).join("; ");
  const drops = new Set(plan.entries.map(({ drop }) => drop));
  if (drops.has("capped") && plan.freeAtMs !== null) {
    const retryAfterS = retryAfterSeconds(plan.freeAtMs - nowMs);
    return new ApiError("all_rate_limited", `Everybody who could serve the call is at a cap. ${reasons}.`, { retryAfterS, dropped });
  }
  const [code, param] = CODES.find(([, , drop]) => drops.has(drop)) ?? (["model_not_found", "provider"] as const);
  return new ApiError(code, `Nobody is left to serve the call. ${reasons}.`, { ...(param === null ? {} : { param }), dropped });
}

/** Gravest first: what says most about what to change. A cap that never frees is one that the call alone is too large for. */
const CODES: readonly (readonly [ErrorCode, param: string | null, Drop])[] = [
  ["all_timed_out", null, "late"],
  ["exceeds_caps", null, "capped"],
  ["context_length_exceeded", "messages", "too_long"],
  ["no_capable_endpoint", null, "unfit"],
];
