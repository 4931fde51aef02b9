import type { Endpoint } from "@/lib/core/profile";
import { meanOf } from "../spread";
import type { EndpointModel, FailureKind, ProviderLimits, Scenario } from "../scenario";
import { slownessAt, type ActiveTrouble, type Phase } from "./phases";

type Outage = Extract<ActiveTrouble, { kind: "outage" }>;

/** All the ways in which an attempt at a tier may fail in the course of a run: the walk is asked about each of them once. */
export type Ways = {
  own: readonly FailureKind[];
  domain: FailureKind | null;
  outages: readonly Outage[];
  /** Turned away by a limit of the provider's. */
  limit: FailureKind;
  /** Would have been served, but one of our timers ran out first. */
  timer: FailureKind;
  /** All of these, in this order. */
  all: readonly FailureKind[];
};

const AT_ONCE = { kind: "fixed", value: 0 } as const;

export function waysOf({ domains, trouble }: Scenario, { failureDomain }: Endpoint, model: EndpointModel, stream: boolean): Ways {
  const own = model.failures;
  const domain = domains.get(failureDomain)?.failure ?? null;
  const outages = trouble.filter((each): each is Outage => each.kind === "outage" && each.domains.includes(failureDomain));
  const quickest = own.find(({ cause }) => cause === "rate_limited")?.afterMs ?? AT_ONCE;
  const limit: FailureKind = {
    cause: "rate_limited", share: 1, httpStatus: 429, retryAfterMs: model.limits && pauseOf(model.limits), billedMillionths: 0, afterMs: quickest,
  };
  const cause = stream ? "timeout_first_token" : "timeout_total";
  const billedMillionths = own.find((each) => each.cause === cause)?.billedMillionths ?? 0;
  const timer: FailureKind = { cause, share: 1, httpStatus: null, retryAfterMs: null, billedMillionths, afterMs: AT_ONCE };
  return { own, domain, outages, limit, timer, all: [...own, ...(domain ? [domain] : []), ...outages.map(({ failure }) => failure), limit, timer] };
}

/** What a refusal names on average: half a minute of the clock, or the time of one request, in whole seconds. */
function pauseOf({ saysRetryAfter, window, requestsPerMinute }: ProviderLimits): number | null {
  if (!saysRetryAfter) return null;
  return window === "fixed-minute" ? 30_000 : Math.ceil(60 / Math.max(1, requestsPerMinute ?? 60)) * 1_000;
}

/** How attempts at a tier end while a phase and a state of its domain last: the chance of being served, and of each way to fail. */
export type Odds = { served: number; ways: Float64Array };

/**
 * @param downChance of its domain: 0 or 1 where that is known
 * @param turnedAway by the provider's limits
 */
export function oddsOf(model: EndpointModel, ways: Ways, phase: Phase, downChance: number, turnedAway: number): Odds {
  const odds = new Float64Array(ways.all.length);
  let at = ways.own.length;
  let left = 1;
  const take = (share: number) => {
    odds[at] = left * share;
    left *= 1 - share;
    at += 1;
  };
  if (ways.domain) take(downChance);
  for (const outage of ways.outages) take(phase.trouble.includes(outage) ? outage.share : 0);
  take(turnedAway);
  const failed = left * (1 - model.success);
  for (const [index, { share }] of ways.own.entries()) odds[index] = failed * share;
  return { served: left * model.success, ways: odds };
}

/** How long an attempt holds its place on average, in milliseconds. */
export function holdingMs({ endpoint, model, ways, odds, phase, outputTokens }: {
  endpoint: Endpoint; model: EndpointModel; ways: Ways; odds: Odds; phase: Phase; outputTokens: number;
}): number {
  const answer = meanOf(model.firstTokenMs) + (outputTokens / model.tokensPerSecond) * 1_000;
  const held = ways.all.reduce((sum, { afterMs }, index) => sum + (odds.ways[index] ?? 0) * meanOf(afterMs), odds.served * answer);
  return slownessAt(endpoint.failureDomain, phase) * held;
}
