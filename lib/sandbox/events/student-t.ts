import { inverseNormal } from "../inverse-normal";
import type { Interval } from "../result";

/**
 * What a Student-t amount with so many degrees of freedom stays under with a chance of `share`: exact for one and two,
 * else by the Cornish-Fisher expansion (Abramowitz and Stegun, 26.7.5), within 1% from three on.
 */
export function studentT(share: number, freedom: number): number {
  if (freedom === 1) return Math.tan(Math.PI * (share - 0.5));
  if (freedom === 2) return (2 * share - 1) / Math.sqrt(2 * share * (1 - share));
  const z = inverseNormal(share);
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1_482 * z ** 5 - 1_920 * z ** 3 - 945 * z) / (92_160 * freedom ** 4)
  );
}

/** Where the mean lies with a chance of 95%, by independent values of it; null with fewer than two. */
export function intervalOf(values: readonly number[]): Interval | null {
  const count = values.length;
  if (count < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = studentT(0.975, count - 1) * Math.sqrt(variance / count);
  return [mean - half, mean + half];
}
