import type { SimulationResult, TierResult } from "@/lib/sandbox/result";

type Said = Partial<Omit<SimulationResult, "tiers">> & { tiers?: readonly Partial<TierResult>[] };

/** A result in which only what a test is about is said. Tiers stand in their order, at provider-1/model and so on. */
export function resultOf({ tiers = [{}], ...said }: Said): SimulationResult {
  const availability = said.availability ?? 1;
  return {
    engine: "closed-form",
    calls: 10_000,
    availability,
    availabilityWithoutFallback: availability,
    attemptsPerCall: 1,
    warcUsdPerMillion: null,
    primaryUsdPerMillion: null,
    weightingUsdPerMillion: said.warcUsdPerMillion === undefined ? null : 0,
    wasteUsdPerMillion: null,
    effectiveUsdPerMillion: null,
    spendUsd: null,
    monthlyUsd: null,
    firstTokenMs: null,
    wholeMs: null,
    intervals: null,
    timeline: null,
    sums: null,
    reachedMinute: null,
    ...said,
    tiers: tiers.map((tier, index) => tierOf(tier, index + 1, availability)),
  };
}

function tierOf(said: Partial<TierResult>, tier: number, availability: number): TierResult {
  const p = said.p ?? (tier === 1 ? 1 : 0);
  return {
    tier,
    endpointId: `endpoint-${tier}`,
    endpoint: `provider-${tier}/model`,
    failureDomain: `provider-${tier}`,
    p,
    pUnconditional: p * availability,
    usdPerMillion: null,
    attempts: p * availability,
    served: p * availability,
    failed: {},
    skipped: 0,
    limitUse: null,
    ...said,
  };
}
