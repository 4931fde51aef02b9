import type { Endpoint, Tier } from "./profile";

/** What planning looks at: a tier of a profile, or an entry of a chain that the request itself named. */
export type PlanInput = Tier & {
  /** What the request asked for by name, so that the answer can name it the same way. */
  namedEndpoint: boolean;
};

/** A name that leads to nobody, with the reason. */
export type Unresolved = { name: string; reason: string };

/** An endpoint that the call may be sent to, in order. */
export type Candidate = {
  /** From 1, in the order of the plan. */
  position: number;
  tier: number;
  endpoint: Endpoint;
  retries: number;
  namedEndpoint: boolean;
};

/** Kept or dropped, with the reason: the record, the error and the dashboard show the same ones. */
export type PlanEntry = { endpoint: string; tier: number; kept: boolean; reason: string };

export type Plan = {
  candidates: Candidate[];
  entries: PlanEntry[];
  /** Whom the strategy ranks first among those that the request allows: what "primary cost" is measured against. */
  primary: Endpoint | null;
};

/** OpenRouter's `provider` object, as far as it narrows or reorders. All names are provider slugs. */
export type ProviderPreference = {
  order?: string[] | undefined;
  only?: string[] | undefined;
  ignore?: string[] | undefined;
  allow_fallbacks?: boolean | undefined;
};

/**
 * Orders the tiers for one call and says of each why it was kept or dropped. Pure: the same arguments give the same
 * plan, here and in the sandbox.
 */
export function planCall(tiers: PlanInput[], unresolved: Unresolved[], preference: ProviderPreference): Plan {
  const ranked = rank(tiers, preference.order ?? []);
  const candidates: Candidate[] = [];
  const entries: PlanEntry[] = [];
  const seen = new Set<string>();
  for (const tier of ranked) {
    const drop = dropReason(tier, preference, seen, candidates.length);
    entries.push({
      endpoint: tier.endpoint.name,
      tier: tier.position,
      kept: drop === null,
      reason: drop ?? keepReason(candidates.length),
    });
    seen.add(tier.endpoint.id);
    if (drop !== null) continue;
    candidates.push({
      position: candidates.length + 1,
      tier: tier.position,
      endpoint: tier.endpoint,
      retries: tier.rules.retries,
      namedEndpoint: tier.namedEndpoint,
    });
  }
  for (const { name, reason } of unresolved) entries.push({ endpoint: name, tier: 0, kept: false, reason });
  return { candidates, entries, primary: candidates[0]?.endpoint ?? null };
}

/** Providers that the request puts first, in its order; the rest as written. */
function rank(tiers: PlanInput[], order: string[]): PlanInput[] {
  const place = (tier: PlanInput) => {
    const index = order.indexOf(tier.endpoint.provider);
    return index === -1 ? order.length : index;
  };
  return tiers.map((tier) => ({ tier, at: place(tier) })).sort((a, b) => a.at - b.at).map(({ tier }) => tier);
}

function dropReason(
  { endpoint }: PlanInput,
  { only, ignore, allow_fallbacks: allowFallbacks }: ProviderPreference,
  seen: Set<string>,
  kept: number,
): string | null {
  if (seen.has(endpoint.id)) return "already earlier in the chain";
  if (only && !only.includes(endpoint.provider)) return "the request allows only other providers (provider.only)";
  if (ignore?.includes(endpoint.provider)) return "the request leaves this provider out (provider.ignore)";
  if (allowFallbacks === false && kept > 0) return "the request allows no fallback (provider.allow_fallbacks)";
  return null;
}

function keepReason(earlier: number): string {
  return earlier === 0 ? "first in order" : "next in order";
}
