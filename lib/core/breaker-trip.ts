import type { Cause } from "./outcome";

/**
 * Five in a row: at a provider that fails one call in ten, chance alone does that once in 100,000 calls; at one that
 * is down, five calls pay for the finding.
 */
const CONSECUTIVE_FAILURES = 5;
/** Half of them: a lesser share is the business of strategies, which weigh chances; behind a breaker nothing is served. */
const FAILURE_SHARE = 0.5;
/** Of at least so many: at one failure in ten, 10 of 20 fail by chance once in 100,000 windows. */
const MIN_CALLS = 20;
/** An outage should be noticed within it, and forgotten after it. The current slot counts whole: 55 to 60 s in truth. */
export const WINDOW_MS = 60_000;
const SLOT_MS = 5_000;
const SLOTS = WINDOW_MS / SLOT_MS;

/** How an attempt ended, as a breaker sees it. */
export type AttemptEnd =
  | { outcome: "served" }
  /** The client left, or its own deadline passed: says nothing about the provider. */
  | { outcome: "aborted" }
  | {
      outcome: "failed";
      cause: Cause;
      /** What the provider asked us to wait; null when it did not say. */
      retryAfterMs: number | null;
    };

/** What an end says about the endpoint. */
export type Verdict = "alive" | "failing" | "nothing";

/** A provider that finds fault with the request is alive, and no other request need fail for it. */
const ANSWERED: ReadonlySet<Cause> = new Set(["bad_request", "context_length", "content_filter"]);

export function judge(end: AttemptEnd): Verdict {
  if (end.outcome === "aborted") return "nothing";
  return end.outcome === "served" || ANSWERED.has(end.cause) ? "alive" : "failing";
}

/** Whether no waiting cures it but a person may. */
export function needsPerson(end: AttemptEnd): boolean {
  return end.outcome === "failed" && (end.cause === "auth" || end.cause === "credit");
}

/** Whether the provider limits us and says for how long. */
export function namesWait(end: AttemptEnd): boolean {
  return end.outcome === "failed" && end.cause === "rate_limited" && end.retryAfterMs !== null;
}

/** A failure after which the next call is sure to fail too. */
export function isCertain(end: AttemptEnd): boolean {
  return needsPerson(end) || namesWait(end);
}

type Slot = { readonly number: number; readonly alive: number; readonly failing: number };

/** Recent ends at one endpoint, in slots of five seconds so that its size does not grow with the traffic. */
export type Tally = {
  readonly inARow: number;
  /** That of the last end. */
  readonly current: Slot;
  /** Those before it, within the window. */
  readonly others: readonly Slot[];
};

export const NO_ENDS: Tally = { inARow: 0, current: { number: -Infinity, alive: 0, failing: 0 }, others: [] };

/** Counts one end. What lies outside the window, or ahead of a clock that was set back, is dropped. */
export function count(tally: Tally, verdict: "alive" | "failing", nowMs: number): Tally {
  const { current, others } = turnTo(tally, Math.floor(nowMs / SLOT_MS));
  const failing = verdict === "failing" ? 1 : 0;
  return {
    inARow: failing ? tally.inARow + 1 : 0,
    current: { number: current.number, alive: current.alive + 1 - failing, failing: current.failing + failing },
    others,
  };
}

/** The slots as they stand at one: only every five seconds is there anything to do. */
function turnTo({ current, others }: Tally, number: number): Pick<Tally, "current" | "others"> {
  if (current.number === number) return { current, others };
  const slots = [...others, current];
  return {
    current: slots.find((slot) => slot.number === number) ?? { number, alive: 0, failing: 0 },
    others: slots.filter((slot) => slot.number > number - SLOTS && slot.number < number),
  };
}

/** Whether a failure, counted last, is one too many. */
export function trips({ inARow, current, others }: Tally): boolean {
  if (inARow >= CONSECUTIVE_FAILURES) return true;
  let failing = current.failing;
  let calls = current.failing + current.alive;
  for (const slot of others) {
    failing += slot.failing;
    calls += slot.failing + slot.alive;
  }
  return calls >= MIN_CALLS && failing >= calls * FAILURE_SHARE;
}
