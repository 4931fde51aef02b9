/** What one attempt may come to. `served` + `fellBack` + `ended` = 1. Costs are in pico-USD, as plain numbers: nothing is booked. */
export type Odds = {
  /** Chance that it serves the call. */
  served: number;
  /** Chance that it fails and leaves the call to the next candidate. */
  fellBack: number;
  /** Chance that it fails and ends the call. */
  ended: number;
  servedCost: number;
  failedCost: number;
  /** How long until it serves: to the first token of a stream, else to the whole answer. */
  serveMs: number;
  /** How long until it has failed. */
  failMs: number;
};

/** How far a call may go. */
export type Limits = {
  /** Attempts at the most; null: no limit. */
  maxAttempts: number | null;
  /** Until the deadline; Infinity: no deadline. */
  remainingMs: number;
};

export const NO_LIMITS: Limits = { maxAttempts: null, remainingMs: Infinity };

/** The expected cost of one attempt alone: an ended call is lost, and with it what serving it was worth. */
export function attemptCost({ served, fellBack, ended, servedCost, failedCost }: Odds, worth: number): number {
  return served * servedCost + fellBack * failedCost + ended * (failedCost + worth);
}

/**
 * Whether an attempt is made after `attempts` others that took `spentMs` to fail. It starts only if it would serve in
 * time: what cannot finish is not begun.
 */
export function mayStart(odds: Odds, attempts: number, spentMs: number, { maxAttempts, remainingMs }: Limits): boolean {
  return (maxAttempts === null || attempts < maxAttempts) && spentMs + odds.serveMs <= remainingMs;
}

/**
 * The expected cost of a call whose candidates are tried in this order until one serves it or ends it: what the
 * attempts cost, and `worth` where nobody serves it. Candidates fail independently, each attempt takes its
 * expected time, and who may not start is passed over, without cost and without being counted.
 */
export function expectedCostUntilServed(order: readonly Odds[], worth: number, limits: Limits = NO_LIMITS): number {
  let cost = 0;
  let reached = 1;
  let attempts = 0;
  let spentMs = 0;
  for (const odds of order) {
    if (!mayStart(odds, attempts, spentMs, limits)) continue;
    cost += reached * attemptCost(odds, worth);
    reached *= odds.fellBack;
    attempts += 1;
    spentMs += odds.failMs;
  }
  return cost + reached * worth;
}
