import { formatUsd } from "@/lib/core/money";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { formatCount, plural } from "../counts";
import { formatRate } from "../rates";

/** "(served spend $1.20 + waste $0.30) / 1,000,000 tokens = $1.50/M"; null when no tokens were served. */
export function describeEffective({ measure, tiers, servedKnown, servedSpendPico, wastePico, effective }: MeasuredWarc): string | null {
  if (!effective) return null;
  const tokens = tiers.reduce((sum, tier) => sum + tier.tokens, 0n);
  const spend = `served spend ${formatUsd(servedSpendPico)} + waste ${formatUsd(wastePico)}`;
  const units = measure === "per-1000-calls" ? plural(servedKnown, "call") : `${formatCount(tokens)} ${tokens === 1n ? "token" : "tokens"}`;
  return `(${spend}) / ${units} = ${formatRate(effective, measure)}`;
}

/** Why the primary cost is unknown: "5 of 100 served calls have a primary without a price."; null when that is not why. */
export function describeUnpriced({ tiers, servedKnown }: Pick<MeasuredWarc, "tiers" | "servedKnown">): string | null {
  const unpriced = tiers.reduce((sum, tier) => sum + tier.servedKnown - tier.primaryKnown, 0);
  if (unpriced === 0) return null;
  return `${formatCount(unpriced)} of ${plural(servedKnown, "served call")} ${unpriced === 1 ? "has" : "have"} a primary without a price.`;
}
