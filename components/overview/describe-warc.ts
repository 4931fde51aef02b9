import { formatUsd } from "@/lib/core/money";
import type { Warc } from "@/lib/core/warc";
import { perMillion } from "../amounts";
import { formatCount, plural } from "../counts";

/** "(served spend $1.20 + waste $0.30) / 1,000,000 tokens = $1.50/M"; null when no tokens were served. */
export function describeEffective({ tiers, servedSpendPico, wastePico, effective }: Warc): string | null {
  if (!effective) return null;
  const tokens = tiers.reduce((sum, tier) => sum + tier.tokens, 0n);
  const spend = `served spend ${formatUsd(servedSpendPico)} + waste ${formatUsd(wastePico)}`;
  return `(${spend}) / ${formatCount(tokens)} ${tokens === 1n ? "token" : "tokens"} = ${perMillion(effective)}`;
}

/** Why the primary cost is unknown: "5 of 100 served calls have a primary without a price."; null when that is not why. */
export function describeUnpriced({ tiers, servedKnown }: Warc): string | null {
  const unpriced = tiers.reduce((sum, tier) => sum + tier.servedKnown - tier.primaryKnown, 0);
  if (unpriced === 0) return null;
  return `${formatCount(unpriced)} of ${plural(servedKnown, "served call")} ${unpriced === 1 ? "has" : "have"} a primary without a price.`;
}
