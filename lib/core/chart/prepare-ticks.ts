import { type Ratio, ratio } from "../ratio";

const STEPS = [1, 2, 5, 10] as const;

/** Round values from 0 to at least `top`, ascending, four steps or fewer. `top` is a length, see geometry.ts. */
export function prepareTicks(top: number): Ratio[] {
  if (!(top > 0)) return [ratio(0n), ratio(1n)];
  const least = top / 4;
  const exponent = Math.floor(Math.log10(least));
  const scale = 10 ** exponent;
  const step = STEPS.find((candidate) => candidate * scale >= least * 0.999_999) ?? 10;
  const count = Math.ceil(top / (step * scale) - 0.000_001);
  const power = 10n ** BigInt(Math.abs(exponent));
  const unit = exponent < 0 ? ratio(BigInt(step), power) : ratio(BigInt(step) * power);
  return Array.from({ length: count + 1 }, (_, index) => ({
    numerator: unit.numerator * BigInt(index),
    denominator: unit.denominator,
  }));
}
