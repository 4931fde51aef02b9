import type { Cause } from "@/lib/core/outcome";
import { parsePricePerMillion } from "@/lib/core/money";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type ProfileRules, type TierRules } from "@/lib/core/profile";
import { createEndpoint } from "@/lib/core/testing/tiers";
import type { CallShape, DomainModel, EndpointModel, FailureKind, ProviderLimits, Scenario, Traffic, Trouble } from "../../scenario";
import type { Spread } from "../../spread";

/** One tier of a small scenario; what is left out is plain: it fails with server errors, unbilled, and costs $1 per million. */
export type SmallTier = {
  success: number;
  /** USD per million tokens of either kind; null is not known. */
  usd?: string | null;
  domain?: string;
  rules?: Partial<TierRules>;
  failures?: readonly FailureKind[];
  firstTokenMs?: Spread;
  tokensPerSecond?: number;
  limits?: Partial<ProviderLimits> | null;
  contextTokens?: number;
};

export type SmallScenario = {
  tiers: readonly SmallTier[];
  rules?: Partial<ProfileRules>;
  domains?: Record<string, DomainModel>;
  trouble?: readonly Trouble[];
  traffic?: Partial<Traffic>;
};

export function fixed(value: number): Spread {
  return { kind: "fixed", value };
}

export function failure(cause: Cause, share = 1, more: Partial<FailureKind> = {}): FailureKind {
  return { cause, share, httpStatus: null, retryAfterMs: null, billedMillionths: 0, afterMs: fixed(100), ...more };
}

export function shape(input: number, output: number, more: Partial<CallShape> = {}): CallShape {
  return { weight: 1, stream: true, usage: { input, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning: 0 }, ...more };
}

/** A domain that is down for this share of the time. */
export function downDomain(share: number, more: Partial<DomainModel> = {}): DomainModel {
  return { upMinutes: (60 * (1 - share)) / share, outageMinutes: fixed(60), failure: failure("overloaded"), ...more };
}

const NO_LIMITS: ProviderLimits = {
  requestsPerMinute: null, tokensPerMinute: null, inputTokensPerMinute: null, outputTokensPerMinute: null, window: "bucket", bucketMinutes: 1,
  reserves: "actual", maxOutputTokens: 1_000, countsCachedInput: true, saysRetryAfter: false, saysWhatIsLeft: false,
};

export function createScenario({ tiers, rules = {}, domains = {}, trouble = [], traffic = {} }: SmallScenario): Scenario {
  const made = tiers.map(({ domain, rules: own, contextTokens }, index) => {
    const endpoint = createEndpoint(`p${index + 1}`, { failureDomain: domain ?? `p${index + 1}`, contextTokens: contextTokens ?? null });
    return { position: index + 1, endpoint, rules: { ...DEFAULT_TIER_RULES, ...own } };
  });
  return {
    profile: { slug: "chat", name: "Chat", version: 1, rules: { ...DEFAULT_PROFILE_RULES, ...rules }, tiers: made },
    breakers: false,
    traffic: {
      startsAtMs: Date.UTC(2026, 10, 23), minutes: 60, rate: { stretchMinutes: 60, callsPerMinute: [60] }, arrivals: "poisson",
      shapes: [shape(800, 200)], ...traffic,
    },
    endpoints: new Map(made.map(({ endpoint }, index) => [endpoint.id, modelOf(tiers[index] ?? { success: 1 })])),
    domains: new Map(Object.entries(domains)),
    trouble,
    seed: 1,
  };
}

function modelOf({ success, usd = "1", failures = [failure("server_error")], firstTokenMs = fixed(300), tokensPerSecond = 100, limits = null }: SmallTier): EndpointModel {
  const price = usd === null ? null : parsePricePerMillion(usd);
  return {
    success, failures, firstTokenMs, tokensPerSecond, limits: limits && { ...NO_LIMITS, ...limits },
    prices: price === null ? [] : [{ validFromMs: 0, price: { base: { input: price, output: price }, steps: [] } }],
  };
}
