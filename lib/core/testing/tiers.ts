import type { PlanInput } from "../plan-input";
import { DEFAULT_TIER_RULES, type Endpoint, type TierRules } from "../profile";

/** An endpoint of which nothing is stated but its name. */
export function createEndpoint(provider: string, more: Partial<Endpoint> = {}): Endpoint {
  const model = more.model ?? "llama";
  const name = `${provider}/${model}`;
  return {
    id: name, name, provider, model, upstreamModel: model, contextTokens: null, maxOutputTokens: null,
    parameters: null, inputs: null, failureDomain: provider, ...more,
  };
}

export function createTier(position: number, provider: string, rules: Partial<TierRules> = {}, endpoint: Partial<Endpoint> = {}): PlanInput {
  return {
    position,
    endpoint: createEndpoint(provider, endpoint),
    rules: { ...DEFAULT_TIER_RULES, ...rules },
    namedEndpoint: false,
    group: 0,
    sort: null,
  };
}
