import { exp } from "@/lib/core/exp-log";

/** Coefficients of descending powers. */
const ABOVE = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376,
];
const BELOW = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948,
  440.413735824752,
];
const FAR = 7.07106781186547;
const ROOT_OF_2_PI = Math.sqrt(2 * Math.PI);

/**
 * How likely a standard normal amount is below `z`, to about 10⁻¹⁵: algorithm 5666 of J. F. Hart, "Computer
 * Approximations" (1968), as G. West gives it in "Better approximations to cumulative normal functions", Wilmott
 * Magazine (May 2005).
 */
export function normalShare(z: number): number {
  const distance = Math.abs(z);
  if (distance > 37) return z > 0 ? 1 : 0;
  const density = exp((-distance * distance) / 2);
  const tail = distance < FAR ? (density * polynomial(ABOVE, distance)) / polynomial(BELOW, distance) : density / fraction(distance) / ROOT_OF_2_PI;
  return z > 0 ? 1 - tail : tail;
}

function fraction(distance: number): number {
  return distance + 1 / (distance + 2 / (distance + 3 / (distance + 4 / (distance + 0.65))));
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
