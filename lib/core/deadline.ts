import type { Timers } from "./profile";

/** What an attempt may take, in milliseconds. */
export type AttemptTimers = Omit<Timers, "totalMs"> & {
  /** Its share of the call: until the first token of a stream, or until the whole answer, connection included. */
  shareMs: number;
  /** All that is left of the call: the bound of a stream that has begun to speak. */
  remainingMs: number;
};

/** What is kept back for a candidate of which no figures are known: a connection and a brisk first token. */
const UNKNOWN_NEED_MS = 10_000;

type Sharer = { timers: Timers; usualMs: number | null };

/**
 * Shares out what is left of a call's time. Whoever is asked gets all but what those behind it usually need to speak,
 * and never less than an even share. The last gets all, its own timers for a first token and an answer included:
 * ending a slow valid answer early would help nobody.
 * @param isLast nobody is left to go on to, and no retry
 */
export function attemptTimers({ timers }: Sharer, later: readonly Sharer[], remainingMs: number, isLast: boolean): AttemptTimers {
  const kept = later.reduce((sum, { usualMs }) => sum + (usualMs ?? UNKNOWN_NEED_MS), 0);
  return {
    connectMs: timers.connectMs,
    firstTokenMs: isLast ? remainingMs : timers.firstTokenMs,
    answerMs: isLast ? remainingMs : timers.answerMs,
    stallMs: timers.stallMs,
    shareMs: Math.max(remainingMs / (later.length + 1), remainingMs - kept),
    remainingMs,
  };
}
