import type { Pico } from "./money";
import { multiply, type Ratio, ratio, subtract } from "./ratio";
import type { TierSums, TierWarc, Warc } from "./warc";
import { BASES, type Measure, weightedMean } from "./warc-measure";

/** A tier's part in one of the measures: P, C and P × C are the measure's own. */
export type MeasuredTier = TierWarc;

/** WARC and its companions in one of the three measures. Amounts are in the measure's unit; null is unknown. */
export type MeasuredWarc = Pick<Warc, "served" | "servedKnown" | "servedSpendPico" | "wastePico" | "coverage"> & {
  measure: Measure;
  tiers: MeasuredTier[];
  warc: Ratio | null;
  primary: Ratio | null;
  premium: Ratio | null;
  /** What lies between WARC and spend over units: zero but where calls weigh and tokens are paid. */
  weighting: Ratio | null;
  waste: Ratio | null;
  effective: Ratio | null;
};

/** The same sums in another measure. None is a multiple of another: each weighs and divides anew. */
export function measureWarc(figures: Warc, measure: Measure): MeasuredWarc {
  const { served, servedKnown, servedSpendPico, wastePico, coverage } = figures;
  const unit = BASES[measure].per;
  const units = figures.tiers.reduce((all, tier) => all + servedOf(tier)[unit], 0n);
  const perUnit = (pico: Pico) => scaled(pico, units, measure);
  const isPrimaryKnown = figures.tiers.every((tier) => tier.primaryKnown === tier.servedKnown);
  const mean = (costOf: (tier: TierSums) => Pico) =>
    weightedMean(figures.tiers.map((tier) => ({ served: servedOf(tier), costPico: costOf(tier) })), measure);
  const warc = mean((tier) => tier.costPico);
  const primary = isPrimaryKnown ? mean((tier) => tier.primaryCostPico) : null;
  const spendPerUnit = perUnit(servedSpendPico);
  return {
    measure, served, servedKnown, servedSpendPico, wastePico, coverage, warc, primary,
    tiers: measureTiers(figures.tiers, measure),
    premium: warc && primary && subtract(warc, primary),
    weighting: measure === "by-calls" ? spendPerUnit && warc && subtract(spendPerUnit, warc) : warc && ratio(0n),
    waste: perUnit(wastePico),
    effective: perUnit(servedSpendPico + wastePico),
  };
}

/** Rows keep whatever else they carry: the endpoint's name, attempts and the like. */
export function measureTiers<Tier extends TierSums>(tiers: readonly Tier[], measure: Measure): (Tier & MeasuredTier)[] {
  const { weight, per } = BASES[measure];
  const whole = tiers.reduce((all, tier) => all + servedOf(tier)[weight], 0n);
  return tiers.map((tier) => {
    const served = servedOf(tier);
    const share = whole === 0n ? null : ratio(served[weight], whole);
    const compositeCost = scaled(tier.costPico, served[per], measure);
    return {
      ...tier,
      share,
      compositeCost,
      contribution: share && (tier.servedKnown === 0 ? ratio(0n) : compositeCost && multiply(share, compositeCost)),
      primaryCost: tier.primaryKnown === tier.servedKnown ? scaled(tier.primaryCostPico, served[per], measure) : null,
    };
  });
}

function servedOf({ servedKnown, tokens }: TierSums) {
  return { calls: BigInt(servedKnown), tokens };
}

function scaled(pico: Pico, units: bigint, measure: Measure): Ratio | null {
  const { scale } = BASES[measure];
  return units === 0n ? null : ratio(pico * scale.numerator, units * scale.denominator);
}
