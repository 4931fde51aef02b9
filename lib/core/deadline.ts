import type { Timers } from "./profile";

/** What an attempt may take, in milliseconds. */
export type AttemptTimers = Omit<Timers, "totalMs"> & {
  /** Its share of the call: until the first token of a stream, or until the whole answer, connection included. */
  shareMs: number;
  /** All that is left of the call: the bound of a stream that has begun to speak. */
  remainingMs: number;
};

/** What is kept back for each later candidate at least: a connection and a brisk whole answer. */
const LEAST_KEPT_MS = 30_000;
/** An answer may well take longer than nine of ten did of late, and a stream has more to say than its first token. */
const MARGIN = 3;

/** What is kept back for a candidate whose turn may still come. */
export function keptFor({ usualMs }: { usualMs: number | null }): number {
  return Math.max(LEAST_KEPT_MS, MARGIN * (usualMs ?? 0));
}

type Share = {
  /** How many candidates come after this one, and what is kept back for all of them. */
  later: number;
  keptMs: number;
  remainingMs: number;
  /** Nobody is left to go on to, and no retry. */
  isLast: boolean;
};

/**
 * Shares out what is left of a call's time. Whoever is asked gets an even share, and all beyond it that those behind it
 * will hardly need. The last gets all, its own timers for a first token and an answer included: ending a slow valid
 * answer early would help nobody.
 */
export function attemptTimers({ timers }: { timers: Timers }, { later, keptMs, remainingMs, isLast }: Share): AttemptTimers {
  return {
    connectMs: timers.connectMs,
    firstTokenMs: isLast ? remainingMs : timers.firstTokenMs,
    answerMs: isLast ? remainingMs : timers.answerMs,
    stallMs: timers.stallMs,
    shareMs: Math.max(remainingMs / (later + 1), remainingMs - keptMs),
    remainingMs,
  };
}
