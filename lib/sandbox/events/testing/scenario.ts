import { createTier } from "@/lib/core/testing/tiers";
import { DEFAULT_PROFILE_RULES, type ProfileRules, type Tier, type TierRules } from "@/lib/core/profile";
import type { CallShape, DomainModel, EndpointModel, FailureKind, ProviderLimits, Scenario, Traffic, Trouble } from "../../scenario";
import { simulate, type SimulationOptions } from "../simulate";
import type { SimulationResult } from "../../result";

export const STARTS_AT_MS = Date.UTC(2026, 10, 23);

/** One in two of a thousand tokens is read, the other written: at the same price for both, a call costs what a thousand tokens do. */
export const SHAPE: CallShape = {
  weight: 1, stream: false, usage: { input: 500, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 500, reasoning: 0 },
};

export const REFUSED: FailureKind = {
  cause: "rate_limited", share: 1, httpStatus: 429, retryAfterMs: null, billedMillionths: 0, afterMs: { kind: "fixed", value: 0 },
};
export const BROKEN: FailureKind = { ...REFUSED, cause: "server_error", httpStatus: 500 };

export const LIMITS: ProviderLimits = {
  requestsPerMinute: null, tokensPerMinute: null, inputTokensPerMinute: null, outputTokensPerMinute: null,
  window: "bucket", bucketMinutes: 1, reserves: "actual", maxOutputTokens: 0, countsCachedInput: true, saysRetryAfter: false, saysWhatIsLeft: false,
};

/** An endpoint that answers at once, at so many USD per million tokens, in and out alike. */
export function endpoint(usdPerMillion: number, more: Partial<EndpointModel> = {}): EndpointModel {
  const pico = BigInt(Math.round(usdPerMillion * 1e6));
  return {
    success: 1, failures: [BROKEN], firstTokenMs: { kind: "fixed", value: 0 }, tokensPerSecond: Infinity, limits: null,
    prices: [{ validFromMs: 0, price: { base: { input: pico, output: pico }, steps: [] } }], ...more,
  };
}

export type Setting = {
  tiers: readonly { model: EndpointModel; rules?: Partial<TierRules>; failureDomain?: string; contextTokens?: number }[];
  rules?: Partial<ProfileRules>;
  breakers?: boolean;
  callsPerMinute?: number;
  minutes?: number;
  traffic?: Partial<Traffic>;
  domains?: Readonly<Record<string, DomainModel>>;
  trouble?: readonly Trouble[];
  seed?: number;
};

/** A scenario of endpoints `p1/llama`, `p2/llama`, … without breakers, 600 calls a minute. */
export function scenarioOf({ tiers, rules, breakers = false, callsPerMinute = 600, minutes = 10, traffic, domains = {}, trouble = [], seed = 1 }: Setting): Scenario {
  const made = tiers.map(({ rules: own, failureDomain, contextTokens }, index): Tier => {
    const provider = `p${index + 1}`;
    const { position, endpoint: each, rules: merged } = createTier(index + 1, provider, own, { failureDomain: failureDomain ?? provider, contextTokens: contextTokens ?? null });
    return { position, endpoint: each, rules: merged };
  });
  return {
    profile: { slug: "p", name: "p", version: null, rules: { ...DEFAULT_PROFILE_RULES, ...rules }, tiers: made },
    breakers,
    traffic: {
      startsAtMs: STARTS_AT_MS, minutes, rate: { stretchMinutes: 60, callsPerMinute: [callsPerMinute] }, arrivals: "poisson", shapes: [SHAPE], ...traffic,
    },
    endpoints: new Map(made.map(({ endpoint: each }, index) => [each.id, tiers[index]?.model ?? endpoint(1)])),
    domains: new Map(Object.entries(domains)),
    trouble,
    seed,
  };
}

/** Simulates to the end. */
export function run(setting: Setting, options: SimulationOptions = { replications: 1 }): SimulationResult {
  const simulation = simulate(scenarioOf(setting), options);
  for (;;) {
    const { done, value } = simulation.next();
    if (done) return value;
  }
}
