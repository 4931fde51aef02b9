import type { Caps, ProfileRules, Tier, Timers } from "@/lib/core/profile";

/** How much faster a drill is than the run that it stands for. */
export type Haste = {
  /** Calls a minute are multiplied by it. */
  rate: number;
  /** Durations are divided by it; never below 1. */
  time: number;
  /** Calls of the drill for each call of the run. */
  calls: number;
  /** Nobody waits longer for an answer that does not come: far longer than the slowest good one takes. */
  patienceMs: number;
};

/** A shorter limit would cut answers short that a busy machine is late with. */
const LEAST_TIMER_MS = 2_000;
const LEAST_TOTAL_MS = 10_000;

/** The profile's tiers and rules at the drill's speed. */
export function compressTiers(tiers: readonly Tier[], haste: Haste): Tier[] {
  return tiers.map((tier) => ({ ...tier, rules: { ...tier.rules, timers: compressTimers(tier.rules.timers, haste), caps: compressCaps(tier.rules.caps, haste) } }));
}

/** @param tiers how many there are: the last one has all of the call's time that is left */
export function compressRules(rules: ProfileRules, tiers: number, haste: Haste): ProfileRules {
  const { backoff, wait, timers } = rules;
  return {
    ...rules,
    timers: { ...timers, ...compressTimers(timers, haste), totalMs: shorten(timers.totalMs, haste, LEAST_TOTAL_MS, tiers * haste.patienceMs) },
    backoff: { baseMs: Math.ceil(backoff.baseMs / haste.time), capMs: Math.ceil(backoff.capMs / haste.time) },
    // A wait that takes a tenth of the time is worth ten times as much a second.
    wait: { maxMs: Math.ceil(wait.maxMs / haste.time), picoPerSecond: (wait.picoPerSecond * BigInt(Math.round(haste.time * 1_000))) / 1_000n },
  };
}

function compressTimers<T extends Partial<Omit<Timers, "totalMs">>>(timers: T, haste: Haste): T {
  // A connection on loopback stands at once: its limit stays.
  const { firstTokenMs, stallMs, answerMs } = timers;
  return {
    ...timers,
    ...(firstTokenMs === undefined ? {} : { firstTokenMs: shorten(firstTokenMs, haste, LEAST_TIMER_MS) }),
    ...(stallMs === undefined ? {} : { stallMs: shorten(stallMs, haste, LEAST_TIMER_MS) }),
    ...(answerMs === undefined ? {} : { answerMs: shorten(answerMs, haste, LEAST_TIMER_MS) }),
  };
}

function shorten(ms: number, { time, patienceMs }: Haste, least: number, most = patienceMs): number {
  return Math.max(least, Math.min(most, Math.ceil(ms / time)));
}

function compressCaps({ requestsPerMinute, tokensPerMinute, concurrent, picoPerDay }: Caps, { rate, time, calls }: Haste): Caps {
  const times = (cap: number | null, factor: number) => (cap === null ? null : Math.max(1, Math.round(cap * factor)));
  return {
    requestsPerMinute: times(requestsPerMinute, rate),
    tokensPerMinute: times(tokensPerMinute, rate),
    concurrent: times(concurrent, rate / time),
    picoPerDay: picoPerDay === null ? null : (picoPerDay * BigInt(Math.max(1, Math.round(calls * 1e9)))) / 1_000_000_000n,
  };
}
