import { fallsBack, mayRetry, type Cause } from "./outcome";

/** First pause before a retry, and the longest one, in milliseconds. */
export const RETRY_BASE_MS = 200;
export const RETRY_CAP_MS = 2_000;

/** What the walk needs to know of a plan: how often each candidate may be asked again. */
export type WalkLimits = {
  retries: number[];
  /** Milliseconds on the clock that `now` is read from: no attempt starts at or after it. */
  deadlineMs: number;
};

export type WalkState = {
  /** Index of the candidate under way. */
  candidate: number;
  /** How often it was asked again. */
  retry: number;
  /** Whether the client has been promised this candidate's answer. */
  committed: boolean;
  /** Whether a socket that the provider had closed while idle has been excused at this candidate. */
  excused: boolean;
};

export type WalkEvent =
  | { type: "start" }
  | { type: "content" }
  | { type: "waited" }
  | { type: "served" }
  | { type: "left" }
  | {
      type: "failed";
      cause: Cause;
      /** What the provider asked us to wait; null when it did not say. */
      retryAfterMs: number | null;
      /** The failure was an idle connection that had died before the provider read anything. */
      staleSocket: boolean;
    };

export type WalkStep =
  | { type: "attempt"; candidate: number; retry: number }
  | { type: "wait"; ms: number }
  | { type: "commit" }
  | { type: "stop"; outcome: "served" | "failed" | "aborted"; cause: Cause | null };

export const WALK_START: WalkState = { candidate: 0, retry: 0, committed: false, excused: false };

/**
 * The whole branching of a call: what to do after each event. Pure, so that the gateway and the sandbox walk alike.
 * @param now milliseconds, on the same clock as the deadline
 * @param random in [0, 1), for the jitter of retries
 */
export function next(
  state: WalkState,
  event: WalkEvent,
  limits: WalkLimits,
  now: number,
  random: number,
): [WalkState, WalkStep] {
  switch (event.type) {
    case "start":
    case "waited":
      return attempt(state, limits, now);
    case "content":
      return [{ ...state, committed: true }, { type: "commit" }];
    case "served":
      return [state, { type: "stop", outcome: "served", cause: null }];
    case "left":
      return [state, { type: "stop", outcome: "aborted", cause: null }];
    case "failed":
      return afterFailure(state, event, limits, now, random);
  }
}

function attempt(state: WalkState, limits: WalkLimits, now: number): [WalkState, WalkStep] {
  if (now >= limits.deadlineMs) return [state, { type: "stop", outcome: "failed", cause: "timeout_total" }];
  return [state, { type: "attempt", candidate: state.candidate, retry: state.retry }];
}

function afterFailure(
  state: WalkState,
  failure: Extract<WalkEvent, { type: "failed" }>,
  limits: WalkLimits,
  now: number,
  random: number,
): [WalkState, WalkStep] {
  const stop: WalkStep = { type: "stop", outcome: "failed", cause: failure.cause };
  if (state.committed || !fallsBack(failure.cause)) return [state, stop];
  if (failure.staleSocket && !state.excused) {
    return attempt({ ...state, retry: state.retry + 1, excused: true }, limits, now);
  }
  const pause = retryPause(state, failure, limits, random);
  if (pause !== null && now + pause < limits.deadlineMs) {
    return [{ ...state, retry: state.retry + 1 }, { type: "wait", ms: pause }];
  }
  const candidate = state.candidate + 1;
  if (candidate >= limits.retries.length) return [state, stop];
  return attempt({ candidate, retry: 0, committed: false, excused: false }, limits, now);
}

/** Capped exponential back-off with full jitter, never shorter than the provider asked; null for no retry. */
function retryPause(
  state: WalkState,
  { cause, retryAfterMs }: { cause: Cause; retryAfterMs: number | null },
  limits: WalkLimits,
  random: number,
): number | null {
  const used = state.retry - (state.excused ? 1 : 0);
  if (used >= (limits.retries[state.candidate] ?? 0) || !mayRetry(cause)) return null;
  const jittered = Math.floor(random * Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** used));
  const pause = Math.max(jittered, retryAfterMs ?? 0);
  return pause > RETRY_CAP_MS ? null : pause;
}
