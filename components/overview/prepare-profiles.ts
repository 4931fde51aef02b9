import { type Availability, computeAvailability } from "@/lib/core/availability";
import type { Pico } from "@/lib/core/money";
import { measureTiers, measureWarc } from "@/lib/core/measure-warc";
import { add, type Ratio } from "@/lib/core/ratio";
import type { Warc } from "@/lib/core/warc";
import type { Measure } from "@/lib/core/warc-measure";
import { share } from "../amounts";
import { percent, toLength } from "../chart/geometry";
import type { TierRow } from "./prepare-parts";

/** What one profile, or all of them, add up to. */
export type ProfileFigures = {
  warc: Warc;
  tiers: readonly TierRow[];
  calls: { all: number; served: number; failed: number; aborted: number; rescued: number };
};

export type ProfileRow = {
  key: string;
  spendPico: Pico;
  wastePico: Pico;
  calls: number;
  warc: Ratio | null;
  premium: Ratio | null;
  /** Calls were served whose WARC or premium nobody knows: not the same as none served. */
  isServed: boolean;
  /** P by tier; lengths are percentages. */
  shares: { rank: number; x: number; width: number }[];
  /** "Tier 1 95.0%, tier 2 5.0%" */
  sharesText: string;
  availability: Availability;
};

/** A row from its own sums: the total's are recomputed from all, never an average of the others. */
export function prepareProfile(key: string, { warc, tiers, calls }: ProfileFigures, measure: Measure): ProfileRow {
  const measured = measureWarc(warc, measure);
  const byTier = sumShares(measureTiers(tiers, measure));
  let x = 0;
  const shares = byTier.map(({ tier, value }) => {
    const width = percent(toLength(value), 1);
    const part = { rank: tier - 1, x, width };
    x += width;
    return part;
  });
  return {
    key, shares, calls: calls.all,
    spendPico: warc.spendPico,
    wastePico: warc.wastePico,
    warc: measured.warc,
    premium: measured.premium,
    isServed: warc.servedKnown > 0,
    sharesText: byTier.map(({ tier, value }, index) => `${index === 0 ? "Tier" : "tier"} ${tier} ${share(value)}`).join(", "),
    availability: computeAvailability(calls),
  };
}

/** P of the endpoints that stand at the same tier, without those that served nothing. */
function sumShares(tiers: readonly TierRow[]): { tier: number; value: Ratio }[] {
  const sums = new Map<number, Ratio>();
  for (const { tier, share: value } of tiers) {
    if (!value || value.numerator === 0n) continue;
    const sum = sums.get(tier);
    sums.set(tier, sum ? add(sum, value) : value);
  }
  return [...sums].sort(([a], [b]) => a - b).map(([tier, value]) => ({ tier, value }));
}
