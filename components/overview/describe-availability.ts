import { formatPercent, type Ratio } from "@/lib/core/ratio";
import { NOT_APPLICABLE } from "../amounts";
import { formatCount } from "../counts";

/** "99.99%", floored: what is not all is never 100%. */
export function availabilityText(value: Ratio | null): string {
  return value ? formatPercent(value, 2, "floor") : NOT_APPLICABLE;
}

/** "1 in 25,000 failed", floored too; null when nothing did or nothing is known. */
export function oneInText(value: Ratio | null): string | null {
  if (!value || value.numerator >= value.denominator) return null;
  const every = value.denominator / (value.denominator - value.numerator);
  return every <= 1n ? "more than half failed" : `1 in ${formatCount(every)} failed`;
}
