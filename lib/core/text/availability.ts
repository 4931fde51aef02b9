import { formatPercent, type Ratio, ratio, subtract } from "../ratio";
import { NOT_APPLICABLE } from "./amounts";
import { formatCount } from "./counts";

/** Floored, so that 99.999% never becomes 100%: three decimals once it is 99% or more, where they tell. */
export function availability(value: Ratio | null): string {
  if (!value) return NOT_APPLICABLE;
  const isHigh = value.numerator * 100n >= value.denominator * 99n && value.numerator !== value.denominator;
  return formatPercent(value, isHigh ? 3 : 1, "floor");
}

/** "1 in 25,000 failed": what the percentage hides; null without calls. */
export function oneIn(value: Ratio | null): string | null {
  if (!value) return null;
  const { numerator: lost, denominator } = subtract(ratio(1n), value);
  if (lost === 0n) return "none failed";
  return lost * 2n > denominator ? "most failed" : `1 in ${formatCount(denominator / lost)} failed`;
}
