import { attemptSpeaks, breakerGate, CLOSED, endAttempt, startAttempt, type Breaker } from "./breaker";
import type { AttemptEnd } from "./breaker-trip";
import type { CallFacts } from "./call-facts";
import { Capacity, hasCaps, type Amount, type Capped, type Ticket } from "./capacity";
import { LearnedLimits, type RateLimits } from "./learned-limits";
import type { Pico } from "./money";
import type { Basis, Cause, Outcome } from "./outcome";
import type { Outlook } from "./outlook";
import type { Candidate } from "./plan";
import type { PlanInput } from "./plan-input";
import type { Price } from "./price";
import type { Caps } from "./profile";
import { addToMean, createRunningMean, meanOf, type RunningMean } from "./running-mean";
import { expectCostPico, expectUsage } from "./strategy/expected-cost-of-call";
import { createTrackRecord, describeTrack, recordAttempt, type Observation } from "./track-record";
import { usageTokens, type Usage } from "./usage";

/** All that is known of one endpoint, whichever profile it stands in. */
export class EndpointState {
  breaker: Breaker = CLOSED;
  readonly learned = new LearnedLimits();
  readonly track = createTrackRecord();
}

/** What a profile's calls use of a tier's caps, and make it write. */
export class TierState {
  /** @param capacity null where no cap will ever be asked for */
  constructor(readonly capacity: Capacity | null = new Capacity()) {}
  /** Tokens that its answers had. */
  readonly output = createRunningMean();
}

/** What an attempt came to. */
export type Report = {
  attempt: {
    outcome: Outcome;
    cause: Cause | null;
    usage: Usage | null;
    costPico: Pico | null;
    basis: Basis;
    firstTokenMs: number | null;
    totalMs: number | null;
  };
  /** What the provider asked us to wait; null when it did not say. */
  retryAfterMs: number | null;
  /** It failed and the next candidate had its turn. */
  leftTier: boolean;
  /** The call's deadline cut it short before the endpoint's own timers did, or an idle connection had died. */
  isChance: boolean;
  /** Whether its end says anything about the endpoint's chances. */
  isObserved: boolean;
};

/** Why nobody comes in now. */
export type Closed = { open: false; why: "down" | "capped"; reason: string; freeAtMs: number | null };

export type Door = { open: true; pass: Pass } | Closed;

/** Whose turn it is, and what it is expected to use. */
export type Entrance = { candidate: Candidate; facts: CallFacts; forced: boolean };

/**
 * What stands between a call and one tier's endpoint: its breaker, its caps and its provider's limits, and what it is
 * expected to do. Times are milliseconds since the epoch, as arguments: gateway and sandbox keep the same guard.
 */
export class TierGuard {
  /** @param profileOutput tokens that the profile's answers had, wherever they came from */
  constructor(
    readonly endpoint: EndpointState,
    readonly tier: TierState,
    readonly profileOutput: RunningMean,
  ) {}

  /** What is known of the endpoint for one call. Reserves nothing. */
  outlookOf({ tier, price, facts }: { tier: PlanInput; price: Price | null; facts: CallFacts }, nowMs: number): Outlook {
    const { endpoint, rules } = tier;
    const gate = breakerGate(this.endpoint.breaker, nowMs);
    const { cachedShare, firstToken, whole, tokensPerSecond, lastAskedAtMs, chances, failedCostPico } = describeTrack(this.endpoint.track, nowMs);
    const outlook: Outlook = {
      price,
      outputTokens: expectOutput(this.tier.output, this.profileOutput),
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
    if (!hasCaps(rules.caps) && this.endpoint.learned.isSilent) return outlook;
    const tokens = usageTokens(expectUsage(facts, outlook, endpoint));
    const pico = expectCostPico(facts, outlook, endpoint);
    return { ...outlook, capped: this.findCap(rules.caps, { tokens, pico: pico ?? 0n }, nowMs) };
  }

  /** Nothing can stand in a call's way: its breaker is closed and nobody limits it. */
  get isOpenToAll(): boolean {
    return this.endpoint.breaker.pause === null && this.tier.capacity === null && this.endpoint.learned.isSilent;
  }

  /** Whether a plan would leave the tier out now, as down or capped. */
  keepsOut(caps: Caps, estimate: Amount, nowMs: number): boolean {
    return breakerGate(this.endpoint.breaker, nowMs).type === "open" || this.findCap(caps, estimate, nowMs) !== null;
  }

  /** Takes a place for one attempt, unless its breaker or a cap has closed its door. */
  enter({ candidate, facts, forced }: Entrance, nowMs: number): Door {
    const { rules, prospect } = candidate;
    const estimate: Amount = { tokens: prospect.tokens, pico: prospect.costPico ?? 0n };
    const capped = this.findCap(rules.caps, estimate, nowMs);
    if (capped) return closedBy(capped);
    const gate = breakerGate(this.endpoint.breaker, nowMs);
    // A plan that keeps an endpoint which is cooling does so because everybody is.
    if (gate.type === "open" && !forced && prospect.outlook.open === null) {
      return { open: false, why: "down", reason: `began to cool after ${gate.cause} before its turn came`, freeAtMs: gate.untilMs };
    }
    const started = startAttempt(this.endpoint.breaker, nowMs);
    this.endpoint.breaker = started.breaker;
    this.endpoint.learned.reserve(estimate.tokens);
    const ticket = this.tier.capacity?.reserve(estimate, nowMs) ?? null;
    return { open: true, pass: new Pass(this, facts, estimate, started.attempt, ticket) };
  }

  private findCap(caps: Caps, estimate: Amount, nowMs: number): Capped | null {
    return this.tier.capacity?.findCap(caps, estimate, nowMs) ?? this.endpoint.learned.findCap(estimate.tokens, nowMs);
  }
}

/** What is told of an attempt while it is made, and after it. */
export class Pass {
  constructor(
    private readonly guard: TierGuard,
    private readonly facts: CallFacts,
    private readonly estimate: Amount,
    private readonly attempt: number,
    private readonly ticket: Ticket | null,
  ) {}

  /** What the answer's headers said of the provider's limits, and when. */
  learn({ saidAtMs, ...limits }: RateLimits & { saidAtMs: number }): void {
    this.guard.endpoint.learned.learn(limits, saidAtMs);
  }

  /** Whether it would be news that the provider speaks. */
  get isSuspect(): boolean {
    return this.guard.endpoint.breaker.pause !== null;
  }

  /** The stream has begun: its provider is alive. */
  speaks(): void {
    this.guard.endpoint.breaker = attemptSpeaks(this.guard.endpoint.breaker, this.attempt);
  }

  /** Nothing came of it: it never happened. In place of `end`. */
  giveUp(nowMs: number): void {
    this.settle(null, nowMs);
    this.tellBreaker({ outcome: "aborted" }, nowMs);
  }

  /** To be called once, however the attempt ended. */
  end(report: Report, nowMs: number): void {
    this.settle(usedOf(report, this.estimate), nowMs);
    this.tellBreaker(endOf(report), nowMs);
    if (!report.isObserved) return;
    recordAttempt(this.guard.endpoint.track, observationOf(report, this.facts.stream), nowMs);
    const written = wholeOutput(report, this.facts);
    if (written === null) return;
    addToMean(this.guard.tier.output, written, nowMs);
    addToMean(this.guard.profileOutput, written, nowMs);
  }

  private settle(used: Amount | null, nowMs: number): void {
    if (this.ticket) this.guard.tier.capacity?.settle(this.ticket, used, nowMs);
  }

  private tellBreaker(end: AttemptEnd, nowMs: number): void {
    this.guard.endpoint.breaker = endAttempt(this.guard.endpoint.breaker, this.attempt, end, nowMs);
  }
}

function closedBy({ cap, freeAtMs }: Capped): Closed {
  return { open: false, why: "capped", reason: `reached its cap of ${cap} before its turn came`, freeAtMs };
}

/** What an attempt really used; where that is not known, the estimate stands. */
function usedOf({ attempt }: Report, estimate: Amount): Amount {
  if (attempt.basis === "unknown") return estimate;
  const { usage, costPico } = attempt;
  return { tokens: usage === null ? 0 : usageTokens(usage), pico: costPico ?? estimate.pico };
}

const SERVED: AttemptEnd = { outcome: "served" };
const ABORTED: AttemptEnd = { outcome: "aborted" };

function endOf({ attempt: { outcome, cause }, retryAfterMs, isChance }: Report): AttemptEnd {
  if (outcome === "failed" && cause !== null && !isChance) return { outcome, cause, retryAfterMs };
  return outcome === "served" ? SERVED : ABORTED;
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
