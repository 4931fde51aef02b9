import { createEndpoint } from "@/lib/core/testing/tiers";
import { parsePricePerMillion } from "@/lib/core/money";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type Endpoint } from "@/lib/core/profile";
import type { Background, EndpointBackground, EndpointHistory } from "../background";
import type { ScenarioInputs } from "../inputs";
import type { SandboxProfile } from "../scenario";

/** 2026-11-23, a Monday, 03:30 UTC. */
export const TAKEN_AT_MS = Date.UTC(2026, 10, 23, 3, 30);
const MONTH_MS = 30 * 86_400_000;

export const NO_INPUTS: ScenarioInputs = { traffic: {}, endpoints: {}, domains: {}, trouble: [], seed: 1 };

/** A profile of `llama` at these providers, in their order. */
export function createProfile(...providers: string[]): SandboxProfile {
  const tiers = providers.map((provider, index) => ({ position: index + 1, endpoint: createEndpoint(provider), rules: DEFAULT_TIER_RULES }));
  return { slug: "chat", name: "Chat", version: 1, rules: DEFAULT_PROFILE_RULES, tiers };
}

export function createBackground(endpoints: readonly EndpointBackground[], more: Partial<Background> = {}): Background {
  return { takenAtMs: TAKEN_AT_MS, fromMs: TAKEN_AT_MS - MONTH_MS, toMs: TAKEN_AT_MS, profiles: [], endpoints, domains: {}, traffic: null, ...more };
}

export function createEndpointBackground(provider: string, history: EndpointHistory | null = null, endpoint: Partial<Endpoint> = {}): EndpointBackground {
  const price = { base: { input: parsePricePerMillion("0.59"), output: parsePricePerMillion("0.79") }, steps: [] };
  return { endpoint: createEndpoint(provider, endpoint), prices: [{ validFromMs: 0, price }], history };
}

/** 1,000 attempts, 950 served; 60 of them in outages, of which 20 were served. */
export const SOME_HISTORY: EndpointHistory = {
  attempts: 1_000, served: 950, attemptsWhileDown: 60, servedWhileDown: 20,
  failures: [
    { cause: "server_error", count: 42, countWhileDown: 40, billedShare: 0 },
    { cause: "rate_limited", count: 8, countWhileDown: 0, billedShare: 0 },
  ],
  firstTokenMs: [100, 200, 300, 400], wholeMs: [1_000, 2_000], tokensPerSecond: 80,
};
