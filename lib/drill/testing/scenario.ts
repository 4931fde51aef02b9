import { parsePricePerMillion } from "@/lib/core/money";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type Endpoint } from "@/lib/core/profile";
import type { CallShape, FailureKind, Scenario } from "@/lib/sandbox/scenario";

export const refusal: FailureKind = {
  cause: "rate_limited", share: 1, httpStatus: 429, retryAfterMs: null, billedMillionths: 0, afterMs: { kind: "fixed", value: 20 },
};

export function endpointNamed(provider: string, id = provider): Endpoint {
  return {
    id, name: `${provider}/m`, provider, model: "m", upstreamModel: "m", contextTokens: null, maxOutputTokens: null,
    parameters: null, inputs: null, failureDomain: provider,
  };
}

type Tier = { endpoint: Endpoint; success: number; usdPerMillion: string };

export function shapeOf(input: number, output: number, more: Partial<CallShape> = {}): CallShape {
  return { weight: 1, stream: false, usage: { input, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning: 0 }, ...more };
}

/** An hour of 600 calls a minute through endpoints that refuse what they do not serve. */
export function scenarioOf(tiers: readonly Tier[], more: Partial<Scenario> = {}): Scenario {
  return {
    profile: {
      slug: "candidate", name: "Candidate", version: null, rules: DEFAULT_PROFILE_RULES,
      tiers: tiers.map(({ endpoint }, index) => ({ position: index + 1, endpoint, rules: DEFAULT_TIER_RULES })),
    },
    breakers: false,
    traffic: {
      startsAtMs: Date.UTC(2026, 10, 20), minutes: 60, rate: { stretchMinutes: 60, callsPerMinute: [600] }, arrivals: "poisson", shapes: [shapeOf(1_000, 20)],
    },
    endpoints: new Map(tiers.map(({ endpoint, success, usdPerMillion }) => {
      const perToken = parsePricePerMillion(usdPerMillion);
      const prices = [{ validFromMs: 0, price: { base: { input: perToken, output: perToken }, steps: [] } }];
      return [endpoint.id, { success, failures: [refusal], firstTokenMs: { kind: "fixed", value: 40 }, tokensPerSecond: 200, limits: null, prices }];
    })),
    domains: new Map(),
    trouble: [],
    seed: 7,
    ...more,
  };
}
