import type { Pico } from "./money";
import type { PriceClass } from "./price";
import { add, type Ratio, ratio, subtract, sum } from "./ratio";
import { BASES, type Basis, type Measure, type Served } from "./warc-measure";

/** What was used of one class at one step of a price: tokens, or requests where the class is their fee. */
export type CellSums = {
  priceStep: number;
  /** `other` is cost that no class accounts for, of so many attempts. */
  class: PriceClass | "other";
  units: bigint;
  costPico: Pico;
};

/** One tier of a profile, or one (profile, endpoint) pair of a team: its served attempts of known cost in one period. */
export type TierCells = {
  /** The same in both periods for what is the same tier. */
  key: string;
  served: Served;
  cells: readonly CellSums[];
};

/** One tier's part in the change, in the measure's unit; the three parts of all tiers add up to those of the whole. */
export type TierChange = { key: string; mix: Ratio; tokenMix: Ratio; price: Ratio };

/** Why WARC changed. `before` + `mix` + `tokenMix` + `price` = `after`, exactly. */
export type WarcChange = {
  before: Ratio;
  after: Ratio;
  change: Ratio;
  /** Other tiers answered. */
  mix: Ratio;
  /** The same tiers answered with other tokens: longer, less cached, more output. */
  tokenMix: Ratio;
  /** The same tokens cost something else. */
  price: Ratio;
  tiers: TierChange[];
};

/**
 * Splits a change of WARC from one period to another into its three parts. null when nothing was served in one of them,
 * or when a tier that served has no tokens to divide its cost by.
 */
export function splitWarcChange(before: readonly TierCells[], after: readonly TierCells[], measure: Measure = "by-calls"): WarcChange | null {
  const [a, b] = [readPeriod(before, measure), readPeriod(after, measure)];
  if (!a || !b) return null;
  const parts = [...new Set([...a.tiers.keys(), ...b.tiers.keys()])].map((key) => splitTier(key, a, b));
  const { scale } = BASES[measure];
  const scaled = (values: Ratio[]) => scaleBy(sum(values), scale);
  const { mix, tokenMix, price } = {
    mix: scaled(parts.map((part) => part.mix)),
    tokenMix: scaled(parts.map((part) => part.tokenMix)),
    price: scaled(parts.map((part) => part.price)),
  };
  const [warcBefore, warcAfter] = [scaled(costsOf(a)), scaled(costsOf(b))];
  return {
    before: warcBefore,
    after: warcAfter,
    change: subtract(warcAfter, warcBefore),
    mix,
    tokenMix,
    price,
    tiers: parts.map((part) => ({
      key: part.key,
      mix: scaleBy(part.mix, scale),
      tokenMix: scaleBy(part.tokenMix, scale),
      price: scaleBy(part.price, scale),
    })),
  };
}

type Cell = { units: bigint; costPico: Pico };
type PeriodTier = { weight: bigint; per: bigint; costPico: Pico; cells: Map<string, Cell> };
type Period = { weight: bigint; tiers: Map<string, PeriodTier> };

function readPeriod(tiers: readonly TierCells[], measure: Measure): Period | null {
  const { weight, per } = BASES[measure];
  const period: Period = { weight: 0n, tiers: new Map() };
  for (const { key, served, cells } of tiers) {
    if (served.calls === 0n) continue;
    if (served[per] === 0n) return null;
    const used = cells.filter((cell) => cell.units > 0n);
    period.weight += served[weight];
    period.tiers.set(key, {
      weight: served[weight],
      per: served[per],
      costPico: used.reduce((all, cell) => all + cell.costPico, 0n),
      cells: new Map(used.map((cell) => [`${cell.priceStep}/${cell.class}`, cell])),
    });
  }
  return period.weight === 0n ? null : period;
}

/** Each tier's P × C; they add up to WARC. */
function costsOf({ weight, tiers }: Period): Ratio[] {
  return [...tiers.values()].map((tier) => ratio(tier.weight * tier.costPico, tier.per * weight));
}

/** A tier that is absent from a period takes its composition and its prices from the other: only the mix changed. */
function splitTier(key: string, a: Period, b: Period): TierChange {
  const [before, after] = [a.tiers.get(key), b.tiers.get(key)];
  const told = before ?? after;
  if (!told) throw new RangeError(`No period has a tier ${key}`);
  const share = subtract(ratio(after?.weight ?? 0n, b.weight), ratio(before?.weight ?? 0n, a.weight));
  const mix = { numerator: share.numerator * told.costPico, denominator: share.denominator * told.per };
  if (!before || !after) return { key, mix, tokenMix: ratio(0n), price: ratio(0n) };
  const [costBefore, costAfter] = [ratio(before.costPico, before.per), ratio(after.costPico, after.per)];
  const atOldPrices = priceAt(after, before);
  const weighted = ({ numerator, denominator }: Ratio) => ({ numerator: numerator * after.weight, denominator: denominator * b.weight });
  return {
    key,
    mix,
    tokenMix: weighted(subtract(atOldPrices, costBefore)),
    price: weighted(subtract(costAfter, atOldPrices)),
  };
}

/** What a tier's units would have cost at the other period's mean prices; a cell that is absent there keeps its own. */
function priceAt(tier: PeriodTier, other: PeriodTier): Ratio {
  let whole = 0n;
  const fractions: Ratio[] = [];
  for (const [name, { units, costPico }] of tier.cells) {
    const cell = other.cells.get(name);
    if (!cell) whole += costPico;
    // A price that did not change within the period divides: a fraction is the exception, and long numbers with it.
    else if (cell.costPico % cell.units === 0n) whole += units * (cell.costPico / cell.units);
    else fractions.push(ratio(units * cell.costPico, cell.units));
  }
  const { numerator, denominator } = add(ratio(whole), sum(fractions));
  return ratio(numerator, denominator * tier.per);
}

function scaleBy({ numerator, denominator }: Ratio, scale: Basis["scale"]): Ratio {
  return { numerator: numerator * scale.numerator, denominator: denominator * scale.denominator };
}
