import { exp, log } from "@/lib/core/exp-log";
import { inverseNormal } from "./inverse-normal";
import { normalShare } from "./normal-share";

/** How an amount is spread over calls: times in milliseconds, tokens in whole tokens. */
export type Spread =
  | { kind: "fixed"; value: number }
  /** Parameters of the logarithm, as the lognormal distribution has them. */
  | { kind: "lognormal"; mu: number; sigma: number }
  /** As many equally likely values, ascending: what a histogram of recorded calls says. */
  | { kind: "values"; values: readonly number[] };

/** What a standard normal amount stays under 95 times in 100. */
const Z95 = inverseNormal(0.95);

/** The value that a share `u` of all stays under. @param u in [0, 1) */
export function quantileOf(spread: Spread, u: number): number {
  switch (spread.kind) {
    case "fixed":
      return spread.value;
    case "lognormal":
      return exp(spread.mu + spread.sigma * inverseNormal(u));
    case "values":
      return spread.values[Math.min(spread.values.length - 1, Math.floor(u * spread.values.length))] ?? 0;
  }
}

/** The share of all that is at most `value`. */
export function shareUnder(spread: Spread, value: number): number {
  switch (spread.kind) {
    case "fixed":
      return value >= spread.value ? 1 : 0;
    case "lognormal":
      return value > 0 ? normalShare((log(value) - spread.mu) / spread.sigma) : 0;
    case "values":
      return countUnder(spread.values, value) / Math.max(1, spread.values.length);
  }
}

/** By halves, since there may be hundreds. */
function countUnder(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function meanOf(spread: Spread): number {
  switch (spread.kind) {
    case "fixed":
      return spread.value;
    case "lognormal":
      return exp(spread.mu + spread.sigma ** 2 / 2);
    case "values":
      return spread.values.reduce((sum, value) => sum + value, 0) / Math.max(1, spread.values.length);
  }
}

/**
 * The lognormal spread with this mean and 95th percentile, the narrower of the two that have them; null where none has:
 * not above 0, a 95th percentile below the mean, or above 3.868 times the mean (e^(z²/2), more than any reaches).
 */
export function lognormalOf({ mean, p95 }: { mean: number; p95: number }): Spread | null {
  if (!(mean > 0) || !(p95 >= mean)) return null;
  if (p95 === mean) return { kind: "fixed", value: mean };
  const root = Z95 ** 2 - 2 * log(p95 / mean);
  if (root < 0) return null;
  const sigma = Z95 - Math.sqrt(root);
  return { kind: "lognormal", mu: log(mean) - sigma ** 2 / 2, sigma };
}

/** The lognormal spread with this median and 95th percentile; null where either is not above 0, or they stand the other way round. */
export function lognormalOfP50({ p50, p95 }: { p50: number; p95: number }): Spread | null {
  if (!(p50 > 0) || !(p95 >= p50)) return null;
  if (p95 === p50) return { kind: "fixed", value: p50 };
  return { kind: "lognormal", mu: log(p50), sigma: log(p95 / p50) / Z95 };
}

/** The lognormal spread with this median and mean; null where either is not above 0, or the mean is below the median. */
export function lognormalOfMedian({ median, mean }: { median: number; mean: number }): Spread | null {
  if (!(median > 0) || !(mean >= median)) return null;
  if (mean === median) return { kind: "fixed", value: median };
  return { kind: "lognormal", mu: log(median), sigma: Math.sqrt(2 * log(mean / median)) };
}
