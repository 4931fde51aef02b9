import { attemptTimers, keptFor, type AttemptTimers } from "./deadline";
import { fallsBack, mayRetry, type Cause } from "./outcome";
import type { Pico } from "./money";
import type { ProfileRules, Timers, WaitRule } from "./profile";
import { wishOf, type Triggers } from "./triggers";

/** What the walk needs to know of one candidate. */
export type WalkCandidate = {
  retries: number;
  triggers: Triggers;
  timers: Timers;
  contextTokens: number | null;
  /** What this call is expected to cost there; null is not known. */
  costPico: Pico | null;
  /** Its quickest recent first token, connection included; null is not known. */
  quickestMs: number | null;
  /** What nine of ten recent first tokens (streams) or whole answers stayed under. */
  usualMs: number | null;
};

/** What the walk needs to know of a call. */
export type WalkPlan = {
  candidates: readonly WalkCandidate[];
  triggers: Triggers;
  backoff: ProfileRules["backoff"];
  maxAttempts: number | null;
  wait: WaitRule;
  promptTokens: number;
  /** Milliseconds on the clock that `now` is read from: no attempt starts at or after it. */
  deadlineMs: number;
  /** The order of those who are left after a failure; null where it never changes. */
  reorder: ((rest: readonly number[], failures: readonly WalkFailure[], left: Left) => readonly number[]) | null;
};

/** What a call may still do: attempts (null: no limit), and time. */
type Left = { maxAttempts: number | null; remainingMs: number };

/** A candidate that failed this call, and why it did so last. */
export type WalkFailure = { candidate: number; cause: Cause };

export type WalkState = {
  /** Index of the candidate under way. */
  candidate: number;
  /** Indices of those who come after it. */
  rest: readonly number[];
  /** How often it was asked again. */
  retry: number;
  /** Whether the call has waited for its limit to end, rather than go on. */
  waited: boolean;
  /** Whether the provider itself named the pause that comes before its next attempt. */
  invited: boolean;
  /** Whether the client has been promised its answer. */
  committed: boolean;
  /** Whether a socket that the provider had closed while idle has been excused at it. */
  excused: boolean;
  /** Upstream requests so far. */
  attempts: number;
  /** Those who were passed by since even their quickest answer would have come too late, and what was left then. */
  late: readonly { candidate: number; remainingMs: number }[];
  /** Those who were skipped as down when their turn came: the soonest is asked if nobody else could be. */
  down: readonly { candidate: number; freeAtMs: number }[];
  /** Who has failed, in the order in which they did last. */
  failures: readonly WalkFailure[];
};

export type WalkEvent =
  | { type: "start" }
  | { type: "content" }
  | { type: "waited" }
  | { type: "served" }
  | { type: "left" }
  /** The candidate's breaker, a cap or a budget has closed its door since the plan was made: no request went out. */
  | { type: "skipped"; why: "down" | "capped" | "budget"; freeAtMs: number | null }
  | {
      type: "failed";
      cause: Cause;
      httpStatus: number | null;
      /** What the provider asked us to wait; null when it did not say. */
      retryAfterMs: number | null;
      /** The failure was an idle connection that had died before the provider read anything. */
      staleSocket: boolean;
    };

type Failure = Extract<WalkEvent, { type: "failed" }>;

export type WalkStep =
  | {
      type: "attempt";
      candidate: number;
      retry: number;
      timers: AttemptTimers;
      /** Its breaker is not asked: nobody else is left, or the provider said when to come back. */
      forced: boolean;
    }
  | { type: "wait"; ms: number; why: "retry" | "limit" }
  | { type: "commit" }
  | { type: "stop"; outcome: "served" | "failed" | "aborted"; cause: Cause | null; why: Why };

/**
 * Why a walk ends: as its answer did (`end`), since nobody was left (`exhausted`), for want of time or attempts, by the
 * team's triggers, by the request's own fault, or since no later window is known to be larger.
 */
export type Why = "end" | "exhausted" | "deadline" | "attempts" | "trigger" | "request" | "window";

export function startWalk({ candidates }: WalkPlan): WalkState {
  return {
    candidate: 0, rest: allBehind(candidates.length), retry: 0, waited: false, invited: false, committed: false, excused: false, attempts: 0,
    late: NOBODY, down: NOBODY, failures: NOBODY,
  };
}

const NOBODY: readonly never[] = [];
/** By the number of candidates: states are never changed in place, so that every call begins with the same lists. */
const behind: (readonly number[])[] = [];

function allBehind(candidates: number): readonly number[] {
  return (behind[candidates] ??= Array.from({ length: Math.max(0, candidates - 1) }, (_, index) => index + 1));
}

/**
 * The whole branching of a call: what to do after each event. Pure, so that the gateway and the sandbox walk alike.
 * @param now milliseconds, on the same clock as the deadline
 * @param random in [0, 1), for the jitter of retries
 */
export function next(state: WalkState, event: WalkEvent, plan: WalkPlan, now: number, random: number): [WalkState, WalkStep] {
  switch (event.type) {
    case "start":
      return attempt(state, plan, now);
    case "waited":
      return attempt(state, plan, now, state.invited);
    case "content":
      return [{ ...state, committed: true }, { type: "commit" }];
    case "served":
      return [state, { type: "stop", outcome: "served", cause: null, why: "end" }];
    case "left":
      return [state, { type: "stop", outcome: "aborted", cause: null, why: "end" }];
    case "skipped":
      return afterSkip(state, event, plan, now);
    case "failed":
      return afterFailure(withFailure(state, event.cause), event, plan, now, random);
  }
}

function withFailure(state: WalkState, cause: Cause): WalkState {
  const others = state.failures.filter(({ candidate }) => candidate !== state.candidate);
  return { ...state, failures: [...others, { candidate: state.candidate, cause }] };
}

/** Why the call ends when nobody is left to ask: as the last attempt failed. */
function lastCause({ failures }: WalkState, otherwise: Cause): Cause {
  return failures.at(-1)?.cause ?? otherwise;
}

/** Asks the candidate, or the first one behind it whose answer can still come in time. */
function attempt(state: WalkState, plan: WalkPlan, now: number, forced = false): [WalkState, WalkStep] {
  const remainingMs = plan.deadlineMs - now;
  const candidate = candidateAt(plan, state.candidate);
  if (remainingMs <= 0) return [state, stop(lastCause(state, "timeout_total"), "deadline")];
  if (isSpent(state, plan)) return [state, stop(lastCause(state, "timeout_total"), "attempts")];
  // Even its quickest answer of late would come too late. Nobody knows that of one without figures.
  if (candidate.quickestMs !== null && candidate.quickestMs > remainingMs) {
    const passed = { ...state, late: [...state.late, { candidate: state.candidate, remainingMs }] };
    const later = advance(passed, state.rest);
    return later ? attempt(later, plan, now) : [passed, stop(lastCause(state, "timeout_total"), "deadline")];
  }
  const isLast = state.rest.length === 0 && usedRetries(state) >= candidate.retries;
  let keptMs = 0;
  for (const index of state.rest) keptMs += keptFor(candidateAt(plan, index));
  const timers = attemptTimers(candidate, { later: state.rest.length, keptMs, remainingMs, isLast });
  const started = { ...state, attempts: state.attempts + 1 };
  return [started, { type: "attempt", candidate: state.candidate, retry: state.retry, timers, forced }];
}

/** The attempt that was asked for did not take place. */
function afterSkip(
  state: WalkState,
  { why, freeAtMs }: Extract<WalkEvent, { type: "skipped" }>,
  plan: WalkPlan,
  now: number,
): [WalkState, WalkStep] {
  if (state.committed) throw new Error("A committed call cannot be passed by");
  const down = why === "down" ? [...state.down, { candidate: state.candidate, freeAtMs: freeAtMs ?? Infinity }] : state.down;
  const skipped: WalkState = { ...state, attempts: state.attempts - 1, down };
  const later = advance(skipped, state.rest);
  if (later) return attempt(later, plan, now);
  const [soonest] = [...down].sort((a, b) => a.freeAtMs - b.freeAtMs);
  if (skipped.attempts > 0 || !soonest) return [skipped, stop(lastCause(state, "rate_limited"), "exhausted")];
  return attempt({ ...skipped, candidate: soonest.candidate, down: [] }, plan, now, true);
}

function afterFailure(state: WalkState, failure: Failure, plan: WalkPlan, now: number, random: number): [WalkState, WalkStep] {
  if (state.committed) return [state, stop(failure.cause, "end")];
  const { triggers } = candidateAt(plan, state.candidate);
  if (failure.staleSocket && !state.excused) return attempt({ ...state, retry: state.retry + 1, excused: true }, plan, now);
  const rest = successors(state, failure, triggers, plan, now);
  if (!Array.isArray(rest)) return [state, stop(failure.cause, rest)];
  const pause = retryPause(state, failure, plan, random) ?? limitPause(state, failure, rest, plan);
  if (pause !== null && fitsIn(pause.ms, state, plan, now) && !isSpent(state, plan)) {
    const waited = state.waited || pause.why === "limit";
    const invited = failure.retryAfterMs !== null;
    return [{ ...state, waited, invited, retry: state.retry + 1 }, { type: "wait", ...pause }];
  }
  const later = advance(state, rest);
  return later ? attempt(later, plan, now) : [state, stop(failure.cause, "exhausted")];
}

/** Who may be asked after a failure, in order; or why it ends the call. */
function successors(state: WalkState, failure: Failure, tier: Triggers, plan: WalkPlan, now: number): number[] | Why {
  const wish = wishOf(failure, tier, plan.triggers);
  if (failure.cause === "context_length" && wish === null) {
    const larger = state.rest.filter((index) => hasLargerWindow(plan, index, state.candidate));
    return larger.length > 0 ? larger : "window";
  }
  if (wish === false) return "trigger";
  if (wish === null && !fallsBack(failure.cause)) return "request";
  const maxAttempts = plan.maxAttempts === null ? null : Math.max(0, plan.maxAttempts - state.attempts);
  return [...(plan.reorder?.(state.rest, state.failures, { maxAttempts, remainingMs: plan.deadlineMs - now }) ?? state.rest)];
}

/** Known to hold more than the one that refused: an unknown window may be as small. */
function hasLargerWindow(plan: WalkPlan, index: number, refused: number): boolean {
  const window = candidateAt(plan, index).contextTokens;
  return window !== null && window > (candidateAt(plan, refused).contextTokens ?? plan.promptTokens);
}

type Pause = { ms: number; why: "retry" | "limit" };

/** Capped exponential back-off with full jitter, never shorter than the provider asked; null for no retry. */
function retryPause(state: WalkState, { cause, retryAfterMs }: Failure, { candidates, backoff }: WalkPlan, random: number): Pause | null {
  const used = usedRetries(state);
  if (used >= (candidates[state.candidate]?.retries ?? 0) || !mayRetry(cause)) return null;
  const jittered = Math.floor(random * Math.min(backoff.capMs, backoff.baseMs * 2 ** used));
  const ms = Math.max(jittered, retryAfterMs ?? 0);
  return ms > backoff.capMs ? null : { ms, why: "retry" };
}

/**
 * Waits for a limit to end, once for each candidate, when the profile allows a wait of that length and going on would
 * cost more than the waiting is worth. A difference that is not known is no reason to wait; nobody to go on to is one.
 */
function limitPause(state: WalkState, { cause, retryAfterMs: ms }: Failure, rest: readonly number[], plan: WalkPlan): Pause | null {
  if (cause !== "rate_limited" || ms === null || state.waited) return null;
  if (plan.wait.maxMs === 0 || ms > plan.wait.maxMs) return null;
  const [following] = rest;
  if (following === undefined) return { ms, why: "limit" };
  const [here, there] = [candidateAt(plan, state.candidate).costPico, candidateAt(plan, following).costPico];
  if (here === null || there === null) return null;
  return (there - here) * 1_000n > plan.wait.picoPerSecond * BigInt(Math.ceil(ms)) ? { ms, why: "limit" } : null;
}

/** Neither a dead connection nor a limit that was waited for is the tier's retry. */
function usedRetries({ retry, excused, waited }: WalkState): number {
  return retry - Number(excused) - Number(waited);
}

/** A pause after which no answer could come in time only takes that time from the others. */
function fitsIn(ms: number, state: WalkState, plan: WalkPlan, now: number): boolean {
  const { usualMs, quickestMs } = candidateAt(plan, state.candidate);
  return now + ms + (usualMs ?? quickestMs ?? 0) < plan.deadlineMs;
}

function isSpent({ attempts }: WalkState, { maxAttempts }: WalkPlan): boolean {
  return maxAttempts !== null && attempts >= maxAttempts;
}

/** The state in which the first of those who are left has its turn; null when nobody is left. */
function advance(state: WalkState, [candidate, ...rest]: readonly number[]): WalkState | null {
  return candidate === undefined ? null : { ...state, candidate, rest, retry: 0, waited: false, invited: false, excused: false };
}

function candidateAt(plan: WalkPlan, index: number): WalkCandidate {
  const candidate = plan.candidates[index];
  if (!candidate) throw new Error(`The walk has no candidate ${index}`);
  return candidate;
}

function stop(cause: Cause, why: Why): WalkStep {
  return { type: "stop", outcome: "failed", cause, why };
}
