import { add, type Ratio } from "@/lib/core/ratio";
import type { TierWarc } from "@/lib/core/warc";

/** A row of the tier table: an endpoint within a profile. */
export type TierRow = TierWarc & {
  profileId: string;
  endpointId: string;
  endpoint: string;
  attempts: number;
  wastePico: bigint;
};

/** A part of WARC that has a colour of its own. */
export type Part = {
  key: string;
  label: string;
  /** From 0, for the colour. */
  rank: number;
  /** P */
  share: Ratio | null;
  /** C; null for a part that pools several endpoints. */
  compositeCost: Ratio | null;
  /** P × C */
  contribution: Ratio | null;
};

/** Within one profile each endpoint is a part; across profiles, all that stand at the same tier. */
export function prepareParts(tiers: readonly TierRow[], isOneProfile: boolean): Part[] {
  return isOneProfile ? tiers.map(partOfTier) : pool(tiers);
}

/** The part that a tier's figures are drawn in. */
export function partKey(tier: Pick<TierRow, "endpointId" | "tier">, isOneProfile: boolean): string {
  return isOneProfile ? tier.endpointId : `tier-${tier.tier}`;
}

function partOfTier(tier: TierRow, rank: number): Part {
  const { share, compositeCost, contribution } = tier;
  return { key: partKey(tier, true), label: `Tier ${tier.tier} ${tier.endpoint}`, rank, share, compositeCost, contribution };
}

function pool(tiers: readonly TierRow[]): Part[] {
  const positions = [...new Set(tiers.map((tier) => tier.tier))].sort((a, b) => a - b);
  return positions.map((position) => {
    const members = tiers.filter((tier) => tier.tier === position);
    return {
      key: `tier-${position}`,
      label: `Tier ${position}, all profiles`,
      rank: position - 1,
      share: addAll(members.map((tier) => tier.share)),
      compositeCost: null,
      contribution: addAll(members.map((tier) => tier.contribution)),
    };
  });
}

/** null when any of them is unknown. */
function addAll(values: readonly (Ratio | null)[]): Ratio | null {
  return values.reduce((sum, value) => (sum && value ? add(sum, value) : null));
}
