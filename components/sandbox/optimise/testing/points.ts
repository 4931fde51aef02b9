import { DEFAULT_PROFILE_RULES } from "@/lib/core/profile";
import { createTier } from "@/lib/core/testing/tiers";
import type { Optimum, Point } from "@/lib/sandbox/optimise/question";

/** A point of one tier at each of these providers. */
export function aPoint(providers: readonly string[], figures: Partial<Point> = {}): Point {
  const tiers = providers.map((provider, index) => {
    const { position, endpoint, rules } = createTier(index + 1, provider);
    return { position, endpoint, rules };
  });
  return {
    id: providers.join(),
    profile: { slug: "chat", name: "Chat", version: null, rules: DEFAULT_PROFILE_RULES, tiers },
    effectiveUsdPerMillion: 1, availability: 0.999, firstTokenP95Ms: 800, monthlyUsd: 1_200, attemptsPerCall: 1.02, breaks: [],
    ...figures,
  };
}

export function anOptimum(more: Partial<Optimum> = {}): Optimum {
  return {
    method: "exact", combinations: 255, cheapest: null, front: [], current: null, bindings: [], dropped: [], droppedBeyond: 0, unpriced: [], impossible: [],
    ...more,
  };
}
