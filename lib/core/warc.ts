import { type Pico, PICO_PER_USD } from "./money";
import { add, multiply, type Ratio, ratio, subtract } from "./ratio";
import { weightedMean } from "./warc-measure";

/**
 * What one tier's served calls add up to in a period: one row per tier of a profile, or per (profile, endpoint)
 * pair of a team. Tokens and amounts are those of served calls of known cost alone.
 */
export type TierSums = {
  tier: number;
  /** What the row is called on screen. */
  endpoint?: string;
  /** Calls served, their cost known or not. */
  served: number;
  servedKnown: number;
  tokens: bigint;
  costPico: Pico;
  /** The same calls at the price of their primary, as far as it could be priced: `primaryKnown` of them. */
  primaryCostPico: Pico;
  primaryKnown: number;
};

/** What a profile and a period add up to. Amounts are the known ones; `unknownAmounts` counts the others. */
export type PeriodSums = {
  tiers: readonly TierSums[];
  /** Failed attempts and hedge losers. */
  wastePico: Pico;
  /** Attempts whose client left: neither served nor waste. */
  abortedPico: Pico;
  unserved: number;
  attempts: number;
  unknownAmounts: number;
};

/** A tier's part in WARC. Ratios but `share` are in USD per million tokens; null is unknown, never 0. */
export type TierWarc = TierSums & {
  /** P: of the served calls of known cost. */
  share: Ratio | null;
  /** C: the tier's composite cost at its real mix; null when it served no tokens. */
  compositeCost: Ratio | null;
  /** P × C. */
  contribution: Ratio | null;
  /** C of the same calls at their primary. */
  primaryCost: Ratio | null;
};

/** WARC and its companions; ratios are USD per million tokens unless they say otherwise, null is unknown. */
export type Warc = {
  tiers: TierWarc[];
  served: number;
  servedKnown: number;
  unserved: number;
  /** Weighted by calls, the default measure. */
  warc: Ratio | null;
  warcByTokens: Ratio | null;
  /** USD per 1,000 served calls: another measure, not a multiple of the two above. */
  perThousandCalls: Ratio | null;
  /** The same calls at their primary; null while the primary of any of them has no price. */
  primary: Ratio | null;
  premium: Ratio | null;
  /** Token-weighted less call-weighted WARC. */
  weighting: Ratio | null;
  wastePerMillion: Ratio | null;
  effective: Ratio | null;
  servedSpendPico: Pico;
  wastePico: Pico;
  spendPico: Pico;
  /** Attempts of known amount among all attempts. */
  coverage: Ratio | null;
};

/** Computes WARC from sums, so that any range of rollups will do. */
export function computeWarc(sums: PeriodSums): Warc {
  const servedKnown = total(sums.tiers, (tier) => tier.servedKnown);
  const tokens = sums.tiers.reduce((all, tier) => all + tier.tokens, 0n);
  const servedSpendPico = sums.tiers.reduce((all, tier) => all + tier.costPico, 0n);
  const tiers = sums.tiers.map((tier) => weighTier(tier, servedKnown));

  const warc = meanCost(sums.tiers, (tier) => tier.costPico);
  const isPrimaryKnown = sums.tiers.every((tier) => tier.primaryKnown === tier.servedKnown);
  const primary = isPrimaryKnown ? meanCost(sums.tiers, (tier) => tier.primaryCostPico) : null;
  const warcByTokens = usdPerMillion(servedSpendPico, tokens);
  return {
    tiers,
    served: total(sums.tiers, (tier) => tier.served),
    servedKnown,
    unserved: sums.unserved,
    warc,
    warcByTokens,
    perThousandCalls: over(servedSpendPico * 1_000n, BigInt(servedKnown) * PICO_PER_USD),
    primary,
    premium: difference(warc, primary),
    weighting: difference(warcByTokens, warc),
    wastePerMillion: usdPerMillion(sums.wastePico, tokens),
    effective: usdPerMillion(servedSpendPico + sums.wastePico, tokens),
    servedSpendPico,
    wastePico: sums.wastePico,
    spendPico: servedSpendPico + sums.wastePico + sums.abortedPico,
    coverage: over(BigInt(sums.attempts - sums.unknownAmounts), BigInt(sums.attempts)),
  };
}

export type BridgeStep = {
  name: "primary" | "premium" | "weighting" | "waste";
  usdPerMillion: Ratio;
  /** The sum so far: WARC after `premium`, effective cost after `waste`. */
  total: Ratio;
};

/** The four steps from primary to effective cost, which sum exactly; null while any of them is unknown. */
export function bridge({ primary, premium, weighting, wastePerMillion }: Pick<Warc, "primary" | "premium" | "weighting" | "wastePerMillion">): BridgeStep[] | null {
  if (!primary || !premium || !weighting || !wastePerMillion) return null;
  const warc = add(primary, premium);
  const byTokens = add(warc, weighting);
  return [
    { name: "primary", usdPerMillion: primary, total: primary },
    { name: "premium", usdPerMillion: premium, total: warc },
    { name: "weighting", usdPerMillion: weighting, total: byTokens },
    { name: "waste", usdPerMillion: wastePerMillion, total: add(byTokens, wastePerMillion) },
  ];
}

function weighTier(tier: TierSums, servedKnown: number): TierWarc {
  const share = over(BigInt(tier.servedKnown), BigInt(servedKnown));
  const compositeCost = usdPerMillion(tier.costPico, tier.tokens);
  const isPrimaryKnown = tier.primaryKnown === tier.servedKnown;
  return {
    ...tier,
    share,
    compositeCost,
    contribution: weigh(share, compositeCost, tier.servedKnown),
    primaryCost: isPrimaryKnown ? usdPerMillion(tier.primaryCostPico, tier.tokens) : null,
  };
}

/** share × cost. A tier that served nothing has no cost, and adds nothing all the same. */
function weigh(share: Ratio | null, cost: Ratio | null, servedKnown: number): Ratio | null {
  if (share === null) return null;
  if (servedKnown === 0) return ratio(0n);
  return cost && multiply(share, cost);
}

/** Pico-USD over tokens, in USD per million: the million cancels six of the twelve places. */
function usdPerMillion(pico: Pico, tokens: bigint): Ratio | null {
  return over(pico, tokens * 1_000_000n);
}

function over(numerator: bigint, denominator: bigint): Ratio | null {
  return denominator === 0n ? null : ratio(numerator, denominator);
}

function meanCost(tiers: readonly TierSums[], costOf: (tier: TierSums) => Pico): Ratio | null {
  const parts = tiers.map((tier) => ({ served: { calls: BigInt(tier.servedKnown), tokens: tier.tokens }, costPico: costOf(tier) }));
  return weightedMean(parts, "by-calls");
}

function difference(a: Ratio | null, b: Ratio | null): Ratio | null {
  return a && b && subtract(a, b);
}

function total<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((all, item) => all + count(item), 0);
}
