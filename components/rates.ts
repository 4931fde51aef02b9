import { formatUsdRatio, formatUsdRatioDelta } from "@/lib/core/money";
import type { Ratio } from "@/lib/core/ratio";
import type { Measure } from "@/lib/core/warc-measure";
import { NOT_APPLICABLE } from "./amounts";

export { showSum, type ShownStep } from "@/lib/core/text/shown-sum";

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
