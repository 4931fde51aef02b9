import { orderAscending } from "./ascending";

/**
 * The strategy `weighted`: the first place by a draw in [0,1) with chances in proportion to the weights, the others by
 * weight, heaviest first. Weights are finite; one of 0 or less is never drawn, and if all are, the order is as written.
 */
export function orderByWeight<T>(items: readonly T[], weightOf: (item: T) => number, draw: number): T[] {
  const first = drawIndex(items.map(weightOf), draw);
  if (first === null) return [...items];
  const others = items.filter((_, index) => index !== first);
  return [...items.slice(first, first + 1), ...orderAscending(others, (item) => -weightOf(item))];
}

function drawIndex(weights: readonly number[], draw: number): number | null {
  const shares = weights.map((weight) => (weight > 0 ? weight : 0));
  let left = draw * shares.reduce((total, share) => total + share, 0);
  let last: number | null = null;
  for (const [index, share] of shares.entries()) {
    if (share === 0) continue;
    if (left < share) return index;
    left -= share;
    last = index;
  }
  // Rounding may leave a crumb of a draw just below 1.
  return last;
}
