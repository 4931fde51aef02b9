import type { Price } from "@/lib/core/price";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type Endpoint } from "@/lib/core/profile";
import type { Background } from "@/lib/sandbox/background";
import type { SandboxProfile } from "@/lib/sandbox/scenario";

export function endpointOf(name: string): Endpoint {
  const [provider = "", model = ""] = name.split("/");
  return { id: `id of ${name}`, name, provider, model, upstreamModel: model, contextTokens: null, maxOutputTokens: null, parameters: null, inputs: null, failureDomain: provider };
}

export function profileNamed(slug: string, endpoints: readonly string[]): SandboxProfile {
  const tiers = endpoints.map((name, index) => ({ position: index + 1, endpoint: endpointOf(name), rules: DEFAULT_TIER_RULES }));
  return { slug, name: slug, version: 3, rules: DEFAULT_PROFILE_RULES, tiers };
}

const price = (usdPerMillion: bigint): Price => ({ base: { input: usdPerMillion * 1_000_000n, output: usdPerMillion * 1_000_000n }, steps: [] });

/** A team with three endpoints at $1, $5 and $9, and no history. */
export function backgroundWithoutHistory(): Background {
  const names = ["alpha/m", "beta/m-4.1", "gamma/m"];
  const endpoints = names.map((name, index) => ({ endpoint: endpointOf(name), history: null, prices: [{ validFromMs: 0, price: price([1n, 5n, 9n][index] ?? 1n) }] }));
  return { takenAtMs: 1_790_000_000_000, fromMs: 1_789_000_000_000, toMs: 1_790_000_000_000, profiles: [profileNamed("extract", names.slice(0, 2))], endpoints, domains: {}, traffic: null };
}
