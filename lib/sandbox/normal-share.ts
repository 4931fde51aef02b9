/**
 * How likely a standard normal amount is below `z`, to about 10⁻¹⁵: the Taylor series of G. Marsaglia, "Evaluating the
 * Normal Distribution", Journal of Statistical Software 11 (2004), issue 4.
 */
export function normalShare(z: number): number {
  if (z > 8) return 1;
  if (z < -8) return 0;
  let [sum, before, term] = [z, 0, z];
  for (let odd = 3; sum !== before; odd += 2) {
    before = sum;
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * z * z - 0.918_938_533_204_672_742);
}
