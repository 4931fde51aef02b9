import { formatUsdExact } from "@/lib/core/money";
import type { Candidate } from "@/lib/core/plan";
import type { ToldCost } from "@/lib/wire/cost";
import type { Call } from "./call";
import { headerValue } from "./exchange";
import type { Run } from "./run";

/** Who served and what it took, for people who look at headers. On a stream: as it was when it began. */
export function replyHeaders(call: Call, run: Run, candidate: Candidate, attempts: number): Record<string, string> {
  const { endpoint, rules } = candidate;
  const elapsedMs = performance.now() - call.startedAt;
  const headers: Record<string, string> = {
    "x-request-id": call.id,
    "x-routeledger-provider": headerValue(endpoint.provider),
    "x-routeledger-endpoint": headerValue(endpoint.name),
    "x-routeledger-profile": headerValue(call.route.profileSlug),
    "x-routeledger-tier": String(candidate.tier),
    "x-routeledger-attempts": String(attempts),
    "x-routeledger-overhead-ms": Math.max(0, elapsedMs - run.watch.waitedMs).toFixed(2),
  };
  if (rules.degraded) headers["x-routeledger-degraded"] = "true";
  return headers;
}

/** The same for a stream, with what keeps proxies from holding it back. */
export function streamHeaders(headers: Record<string, string>): Record<string, string> {
  headers["content-type"] = "text/event-stream; charset=utf-8";
  headers["cache-control"] = "no-cache, no-transform";
  headers["x-accel-buffering"] = "no";
  return headers;
}

/** The same for a whole answer, with what it cost: known once the call is settled. Absent when that is unknown. */
export function wholeHeaders(headers: Record<string, string>, { served, failedPico }: ToldCost): Record<string, string> {
  if (served !== null) headers["x-routeledger-cost-usd"] = formatUsdExact(served.pico + failedPico);
  headers["content-type"] = "application/json";
  return headers;
}
