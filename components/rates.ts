import { formatUsdRatio, formatUsdRatioDelta, formatUsdTerm, placesOfSum } from "@/lib/core/money";
import { add, type Ratio, ratio, roundRatio } from "@/lib/core/ratio";
import type { Measure } from "@/lib/core/warc-measure";
import { NOT_APPLICABLE } from "./amounts";

/** What the measures are called, and what stands behind their amounts. */
export const MEASURE_WORDS: Record<Measure, { name: string; suffix: string; unit: string; weighs: string }> = {
  "by-calls": { name: "By calls", suffix: "/M", unit: "USD per million tokens, by calls", weighs: "calls" },
  "by-tokens": { name: "By tokens", suffix: "/M", unit: "USD per million tokens, by tokens", weighs: "tokens" },
  "per-1000-calls": { name: "Per 1,000 calls", suffix: "/1K", unit: "USD per 1,000 calls", weighs: "calls" },
};

/** "$1.20/M", "$4.48/1K" */
export function formatRate(value: Ratio | null, measure: Measure, absent: string = NOT_APPLICABLE): string {
  return value ? formatUsdRatio(value) + MEASURE_WORDS[measure].suffix : absent;
}

/** "+$0.20/M" */
export function formatRateDelta(value: Ratio | null, measure: Measure, absent: string = NOT_APPLICABLE): string {
  return value ? formatUsdRatioDelta(value) + MEASURE_WORDS[measure].suffix : absent;
}

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
