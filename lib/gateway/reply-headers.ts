import { formatUsdExact } from "@/lib/core/money";
import type { Candidate } from "@/lib/core/plan";
import type { Call } from "./call";
import { headerValue } from "./exchange";
import type { Run } from "./run";
import { toldCost } from "./told-cost";

/** Who served and what it took, for people who look at headers. On a stream: as it was when it began. */
export function replyHeaders(call: Call, run: Run, candidate: Candidate, attempts: number): Record<string, string> {
  const { endpoint, rules } = candidate;
  const elapsedMs = performance.now() - call.startedAt;
  return {
    "x-request-id": call.id,
    "x-routeledger-provider": headerValue(endpoint.provider),
    "x-routeledger-endpoint": headerValue(endpoint.name),
    "x-routeledger-profile": headerValue(call.route.profileSlug),
    "x-routeledger-tier": String(candidate.tier),
    "x-routeledger-attempts": String(attempts),
    ...(rules.degraded ? { "x-routeledger-degraded": "true" } : {}),
    "x-routeledger-overhead-ms": Math.max(0, elapsedMs - run.watch.waitedMs).toFixed(2),
  };
}

/** Known once the call is settled, so not on streams. Absent when the cost is unknown. */
export function costHeader(run: Run): Record<string, string> {
  const { served, failedPico } = toldCost(run.attempts);
  return served === null ? {} : { "x-routeledger-cost-usd": formatUsdExact(served.pico + failedPico) };
}
