import { add, multiply, type Ratio, ratio } from "@/lib/core/ratio";
import type { TierWarc } from "@/lib/core/warc";

/** A row of the tier table: an endpoint within a profile. */
export type TierRow = TierWarc & {
  profileId: string;
  endpointId: string;
  endpoint: string;
  attempts: number;
  wastePico: bigint;
};

/** What a part adds to an average. Amounts are in USD per million tokens; null is unknown. */
export type Addend = {
  /** P */
  share: Ratio | null;
  /** C; null for a part that pools several endpoints. */
  compositeCost: Ratio | null;
  /** P × C */
  contribution: Ratio | null;
};

/** A part of WARC that has a colour of its own. */
export type Part = Addend & {
  key: string;
  label: string;
  /** What narrows calls to those that it served. */
  filters: Record<string, string>;
  /** From 0, for the colour. */
  rank: number;
  /** What the same calls add to the primary cost. */
  atPrimary: Addend;
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
  return {
    key: partKey(tier, true), label: `Tier ${tier.tier} ${tier.endpoint}`, filters: { servedBy: tier.endpoint }, rank, share, compositeCost, contribution,
    atPrimary: { share, compositeCost: tier.primaryCost, contribution: primaryContribution(tier) },
  };
}

/** P × C at the primary: nothing, not unknown, for a tier that served nothing. */
function primaryContribution({ share, primaryCost, servedKnown }: TierRow): Ratio | null {
  if (!share) return null;
  return servedKnown === 0 ? ratio(0n) : primaryCost && multiply(share, primaryCost);
}

function pool(tiers: readonly TierRow[]): Part[] {
  const positions = [...new Set(tiers.map((tier) => tier.tier))].sort((a, b) => a - b);
  return positions.map((position) => {
    const members = tiers.filter((tier) => tier.tier === position);
    const share = addAll(members.map((tier) => tier.share));
    return {
      key: `tier-${position}`,
      label: `Tier ${position}, all profiles`,
      filters: { tier: String(position) },
      rank: position - 1,
      share,
      compositeCost: null,
      contribution: addAll(members.map((tier) => tier.contribution)),
      atPrimary: { share, compositeCost: null, contribution: addAll(members.map(primaryContribution)) },
    };
  });
}

/** null when any of them is unknown. */
function addAll(values: readonly (Ratio | null)[]): Ratio | null {
  return values.reduce((sum, value) => (sum && value ? add(sum, value) : null));
}
