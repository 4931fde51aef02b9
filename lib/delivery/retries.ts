const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long after each failed attempt the next one is made: eight attempts in a day, the first ones close together. */
const PAUSES_MS = [MINUTE_MS / 2, 2 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 7 * HOUR_MS, 13 * HOUR_MS];

/** An attempt that nobody has told the end of by then, as of a process that died, is made again. */
const LOST_MS = 5 * MINUTE_MS;

export const MAX_ATTEMPTS = PAUSES_MS.length + 1;

/** When a message is tried again that has failed `attempts` times; null when it is given up. */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  const pause = PAUSES_MS[attempts - 1];
  return pause === undefined ? null : new Date(now.getTime() + pause);
}

/** When a message may be taken again whose attempt has just begun. */
export function lostAt(now: Date): Date {
  return new Date(now.getTime() + LOST_MS);
}
