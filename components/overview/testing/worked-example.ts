import { type MeasuredWarc, measureTiers, measureWarc } from "@/lib/core/measure-warc";
import { computeWarc, type PeriodSums } from "@/lib/core/warc";
import type { Measure } from "@/lib/core/warc-measure";
import type { TierRow } from "../prepare-parts";

const USD = 1_000_000_000_000n;

type Given = { tier: number; endpoint: string; profileId?: string; served: number; usdPerMillion: bigint; primaryKnown?: number };

/** Served calls of 10,000 tokens each, all repriced at $1.00 per million at their primary. */
export function figuresOf(given: readonly Given[], rest: Partial<PeriodSums> = {}, measure: Measure = "by-calls"): { warc: MeasuredWarc; tiers: TierRow[]; unknownAmounts: number } {
  const sums = given.map(({ tier, endpoint, profileId = "extract", served, usdPerMillion, primaryKnown = served }) => {
    const tokens = BigInt(served) * 10_000n;
    return {
      tier, endpoint, profileId, endpointId: endpoint, served, servedKnown: served, tokens, primaryKnown,
      costPico: tokens * usdPerMillion * 1_000_000n,
      primaryCostPico: tokens * 1_000_000n,
      attempts: served,
      wastePico: 0n,
    };
  });
  const warc = computeWarc({ tiers: sums, wastePico: 0n, abortedPico: 0n, unserved: 0, attempts: 100, unknownAmounts: 0, ...rest });
  return { warc: measureWarc(warc, measure), tiers: measureTiers(sums, measure), unknownAmounts: 0 };
}

/** 95 calls at $1.00 per million, 5 at $5.00: a WARC of $1.20. */
export const workedExample = () =>
  figuresOf([
    { tier: 1, endpoint: "alpha/m", served: 95, usdPerMillion: 1n },
    { tier: 2, endpoint: "beta/m", served: 5, usdPerMillion: 5n },
  ]);

/** The same with $0.30 per million of waste. */
export const withWaste = () =>
  figuresOf(
    [
      { tier: 1, endpoint: "alpha/m", served: 95, usdPerMillion: 1n },
      { tier: 2, endpoint: "beta/m", served: 5, usdPerMillion: 5n },
    ],
    { wastePico: (3n * USD) / 10n },
  );
