import { formatUsdTerm, placesOfSum } from "../money";
import { add, type Ratio, ratio, roundRatio } from "../ratio";

/** A step of a shown sum: its own amount, with its sign where it is not the first, and the sum so far. */
export type ShownStep = { term: string; total: string };

/**
 * Steps and their running totals, all with as many decimals as the smallest step needs. The totals are rounded and a step
 * is what lies between two of them: so what is shown adds up as it is shown, and no step is off by more than the last place.
 */
export function showSum(steps: readonly Ratio[]): ShownStep[] {
  const places = placesOfSum(steps);
  const unit = 10n ** BigInt(places);
  const format = (units: bigint) => formatUsdTerm(ratio(units, unit), places);
  let total: Ratio = ratio(0n);
  let before = 0n;
  return steps.map((step, index) => {
    total = add(total, step);
    const units = roundRatio(total, places, "half-away");
    const difference = units - before;
    before = units;
    return { term: `${index > 0 && difference > 0n ? "+" : ""}${format(difference)}`, total: format(units) };
  });
}
