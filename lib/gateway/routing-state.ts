import { breakerGate, attemptSpeaks, CLOSED, endAttempt, startAttempt, type Breaker } from "@/lib/core/breaker";
import type { CallFacts } from "@/lib/core/call-facts";
import { Capacity, hasCaps, type Amount, type Capped } from "@/lib/core/capacity";
import { LearnedLimits, type RateLimits } from "@/lib/core/learned-limits";
import type { Outlook } from "@/lib/core/outlook";
import type { Candidate } from "@/lib/core/plan";
import type { PlanInput } from "@/lib/core/plan-input";
import type { Price } from "@/lib/core/price";
import { addToMean, createRunningMean, meanOf, type RunningMean } from "@/lib/core/running-mean";
import { expectCostPico, expectUsage } from "@/lib/core/strategy/expected-cost-of-call";
import { createTrackRecord, describeTrack, recordAttempt, type Observation } from "@/lib/core/track-record";
import { usageTokens } from "@/lib/core/usage";
import type { AttemptRecord } from "@/lib/ledger/record";

/** Whose tier it is: caps and what a profile's calls make a model write belong to a profile, not to one version of it. */
export type Owner = { teamId: string; profileSlug: string };

/** What is asked before an attempt, and told after it. */
export type Pass = {
  /** What the answer's headers said of the provider's limits, and when. */
  learn(limits: RateLimits & { saidAtMs: number }): void;
  /** Nothing came of it: it never happened. In place of `end`. */
  giveUp(): void;
  /** The stream has begun: its provider is alive. */
  speaks(): void;
  /** To be called once, however the attempt ended. */
  end(report: Report): void;
};

export type Report = {
  attempt: AttemptRecord;
  retryAfterMs: number | null;
  /** It failed and the next candidate had its turn. */
  leftTier: boolean;
  /** The call's deadline cut it short before the endpoint's own timers did, or an idle connection had died. */
  isChance: boolean;
  /** Whether its end says anything about the endpoint's chances. */
  isObserved: boolean;
};

export type Door =
  | { open: true; pass: Pass }
  | { open: false; why: "down" | "capped"; reason: string; freeAtMs: number | null };

/** Whose turn it is, and what it is expected to use. */
export type Entrance = { owner: Owner; candidate: Candidate; facts: CallFacts; forced: boolean };

/**
 * What routing knows from the calls before: breakers, caps, speeds, chances. Each process has its own, which is
 * lost with it but for the spend of the day; whoever shares it between gateways does so behind this interface.
 */
export type RoutingState = {
  /** What is known of a tier's endpoint for one call. Reserves nothing. */
  outlookOf(of: { owner: Owner; tier: PlanInput; price: Price | null; facts: CallFacts }): Outlook;
  /** Takes a place for one attempt, unless its breaker or a cap has closed its door. */
  enter(entrance: Entrance): Door;
  /** Adds what a profile spent at an endpoint today, before this process. */
  addSpent(owner: Owner, endpointId: string, dayStartMs: number, pico: bigint): void;
  /** What was learned of these no longer holds: they have another credential. */
  forgetEndpoints(endpointIds: readonly string[]): void;
  /** Knows nothing any more, as after a restart. */
  forget(): void;
};

/** All that is known of one endpoint, whichever profile it stands in. */
class EndpointState {
  breaker: Breaker = CLOSED;
  readonly learned = new LearnedLimits();
  readonly track = createTrackRecord();
}

class TierState {
  readonly capacity = new Capacity();
  /** Tokens that its answers had. */
  readonly output = createRunningMean();
}

export class LocalRoutingState implements RoutingState {
  private readonly endpoints = new Map<string, EndpointState>();
  private readonly tiers = new Map<string, TierState>();
  /** Tokens that a profile's answers had, wherever they came from. */
  private readonly outputs = new Map<string, RunningMean>();

  /** @param now milliseconds since the epoch */
  constructor(private readonly now: () => number = Date.now) {}

  outlookOf({ owner, tier, price, facts }: Parameters<RoutingState["outlookOf"]>[0]): Outlook {
    const nowMs = this.now();
    const { endpoint, rules } = tier;
    const { breaker, learned, track } = this.endpointState(endpoint.id);
    const own = this.tierState(owner, endpoint.id);
    const gate = breakerGate(breaker, nowMs);
    const { cachedShare, firstToken, whole, tokensPerSecond, lastAskedAtMs, chances, failedCostPico } = describeTrack(track, nowMs);
    const outlook: Outlook = {
      price,
      outputTokens: expectOutput(own.output, this.profileOutput(owner)),
      cachedShare,
      firstToken,
      whole,
      tokensPerSecond,
      lastAskedAtMs,
      chances,
      failedCostPico,
      open: gate.type === "open" ? gate : null,
      capped: null,
    };
    // What is expected of the call is worked out only where somebody limits it.
    if (!hasCaps(rules.caps) && learned.isSilent) return outlook;
    const tokens = usageTokens(expectUsage(facts, outlook, endpoint));
    const pico = expectCostPico(facts, outlook, endpoint);
    const capped = own.capacity.findCap(rules.caps, { tokens, pico: pico ?? 0n }, nowMs);
    return { ...outlook, capped: capped ?? learned.findCap(tokens, nowMs) };
  }

  enter({ owner, candidate, facts, forced }: Entrance): Door {
    const nowMs = this.now();
    const { endpoint, rules, prospect } = candidate;
    const state = this.endpointState(endpoint.id);
    const own = this.tierState(owner, endpoint.id);
    const estimate: Amount = { tokens: prospect.tokens, pico: prospect.costPico ?? 0n };
    const capped = own.capacity.findCap(rules.caps, estimate, nowMs) ?? state.learned.findCap(estimate.tokens, nowMs);
    if (capped) return closedBy(capped);
    const gate = breakerGate(state.breaker, nowMs);
    // A plan that keeps an endpoint which is cooling does so because everybody is.
    if (gate.type === "open" && !forced && prospect.outlook.open === null) {
      return { open: false, why: "down", reason: `began to cool after ${gate.cause} before its turn came`, freeAtMs: gate.untilMs };
    }
    const started = startAttempt(state.breaker, nowMs);
    state.breaker = started.breaker;
    state.learned.reserve(estimate.tokens);
    const ticket = own.capacity.reserve(estimate, nowMs);
    return {
      open: true,
      pass: {
        learn: ({ saidAtMs, ...limits }) => {
          state.learned.learn(limits, saidAtMs);
        },
        speaks: () => {
          state.breaker = attemptSpeaks(state.breaker, started.attempt);
        },
        giveUp: () => {
          own.capacity.settle(ticket, null, this.now());
          state.breaker = endAttempt(state.breaker, started.attempt, { outcome: "aborted" }, this.now());
        },
        end: (report) => {
          const endMs = this.now();
          own.capacity.settle(ticket, usedOf(report, estimate), endMs);
          state.breaker = endAttempt(state.breaker, started.attempt, endOf(report), endMs);
          if (!report.isObserved) return;
          recordAttempt(state.track, observationOf(report, facts.stream), endMs);
          const written = wholeOutput(report, facts);
          if (written === null) return;
          addToMean(own.output, written, endMs);
          addToMean(this.profileOutput(owner), written, endMs);
        },
      },
    };
  }

  addSpent(owner: Owner, endpointId: string, dayStartMs: number, pico: bigint): void {
    this.tierState(owner, endpointId).capacity.addSpent(dayStartMs, pico, this.now());
  }

  forgetEndpoints(endpointIds: readonly string[]): void {
    for (const id of endpointIds) this.endpoints.delete(id);
  }

  forget(): void {
    this.endpoints.clear();
    this.tiers.clear();
    this.outputs.clear();
  }

  private endpointState(endpointId: string): EndpointState {
    return getOrCreate(this.endpoints, endpointId, () => new EndpointState());
  }

  private profileOutput({ teamId, profileSlug }: Owner): RunningMean {
    return getOrCreate(this.outputs, `${teamId} ${profileSlug}`, createRunningMean);
  }

  private tierState({ teamId, profileSlug }: Owner, endpointId: string): TierState {
    return getOrCreate(this.tiers, `${teamId} ${endpointId} ${profileSlug}`, () => new TierState());
  }
}

function closedBy({ cap, freeAtMs }: Capped): Door {
  return { open: false, why: "capped", reason: `reached its cap of ${cap} before its turn came`, freeAtMs };
}

/** What an attempt really used; where that is not known, the estimate stands. */
function usedOf({ attempt }: Report, estimate: Amount): Amount | null {
  if (attempt.basis === "unknown") return estimate;
  const { usage, costPico } = attempt;
  return { tokens: usage === null ? 0 : usageTokens(usage), pico: costPico ?? estimate.pico };
}

function endOf({ attempt, retryAfterMs, isChance }: Report): Parameters<typeof endAttempt>[2] {
  if (attempt.outcome === "failed" && attempt.cause !== null && !isChance) return { outcome: "failed", cause: attempt.cause, retryAfterMs };
  return { outcome: attempt.outcome === "served" ? "served" : "aborted" };
}

/** An answer of which the client wanted no more says nothing of how long others are. */
function wholeOutput({ attempt: { outcome, usage } }: Report, { maxOutputTokens }: CallFacts): number | null {
  if (outcome !== "served" || usage === null) return null;
  return maxOutputTokens !== null && usage.output >= maxOutputTokens ? null : usage.output;
}

/** A few answers of its own say less than many of the profile's: otherwise the first short one would win all calls. */
const OWN_WEIGHT = 5;

/** What the profile's calls make an endpoint write: its own mean, drawn towards that of all endpoints while it is young. */
function expectOutput(own: RunningMean, profile: RunningMean): number | null {
  const [mean, common] = [meanOf(own), meanOf(profile)];
  if (mean === null || common === null) return common;
  return (mean * own.weight + common * OWN_WEIGHT) / (own.weight + OWN_WEIGHT);
}

function observationOf({ attempt, leftTier }: Report, stream: boolean): Observation {
  const { usage, firstTokenMs, totalMs, costPico, outcome } = attempt;
  return {
    outcome: outcome === "served" ? "served" : leftTier ? "fell_back" : "ended",
    stream,
    firstTokenMs,
    wholeMs: totalMs,
    inputTokens: usage?.input ?? 0,
    cachedTokens: usage?.cachedInput ?? 0,
    outputTokens: usage?.output ?? null,
    costPico,
  };
}

function getOrCreate<T>(map: Map<string, T>, key: string, create: () => T): T {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
}
