import { inverseNormal } from "./inverse-normal";
import { normalShare } from "./normal-share";
import { meanOf, quantileOf, type Spread } from "./spread";

/**
 * An amount for each of some weighted things whose weighted mean is that of the spread, exactly but for the computer's
 * rounding: each gets the mean of its own stratum, as wide as its weight. @param order who comes first among the strata
 */
export function spreadOver(spread: Spread, weights: readonly number[], order: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const values = weights.map(() => meanOf(spread));
  let below = 0;
  for (const index of order) {
    const above = below + (weights[index] ?? 0);
    values[index] = meanBetween(spread, below / total, index === order.at(-1) ? 1 : above / total);
    below = above;
  }
  return values;
}

/** The mean of what lies between two quantiles. */
function meanBetween(spread: Spread, from: number, to: number): number {
  if (spread.kind === "fixed" || to <= from) return meanOf(spread);
  if (spread.kind === "values") return quantileOf(spread, (from + to) / 2);
  const below = (share: number) => normalShare(inverseNormal(share) - spread.sigma);
  return (meanOf(spread) * (below(to) - below(from))) / (to - from);
}

/** All indices once, each a fixed part of the length after the last: an order that has nothing to do with theirs. */
export function stepOrder(length: number, part: number): number[] {
  let step = Math.max(1, Math.round(length * part));
  while (greatestCommonDivisor(step, length) !== 1) step += 1;
  return Array.from({ length }, (_, index) => (index * step) % length);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Whole numbers near these whose weighted sum is theirs, but for half of one of the last: what rounding takes of one, the next gets. */
export function toWhole(values: readonly number[], weights: readonly number[], least: number): number[] {
  let owed = 0;
  return values.map((value, index) => {
    const weight = weights[index] ?? 1;
    const whole = Math.max(least, Math.round(value + owed / weight));
    owed += weight * (value - whole);
    return whole;
  });
}
