import { medianOf, rankOf } from "@/bench/figures";

/** What was measured many times, in milliseconds. NaN where it was not. */
export type Summary = { median: number; p99: number; count: number };

export function createTimes(): number[] {
  return [];
}

export function describeTimes(times: readonly number[]): Summary {
  return { median: medianOf(times), p99: rankOf(times, 0.99), count: times.length };
}
