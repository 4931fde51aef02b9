import { formatUsdExact, parseUsd } from "@/lib/core/money";
import { DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, type Endpoint, type Strategy, type Tier, type Timers } from "@/lib/core/profile";
import { emptyTier, type ProfileDraft, type TierDraft } from "@/lib/core/profile-draft";
import type { SandboxProfile } from "@/lib/sandbox/scenario";

/**
 * What a candidate says differently from the profile that serves now, small enough for an address. All of its other
 * rules are those of that profile, and those of the tier with the same endpoint there.
 */
export type Candidate = {
  name: string;
  strategy: Strategy;
  /** The profile's timer. */
  firstTokenMs: number;
  /** From the primary on; no two have the same endpoint. */
  tiers: readonly CandidateTier[];
};

export type CandidateTier = {
  /** `provider/model` */
  endpoint: string;
  retries: number;
  weight: number;
  lastResort: boolean;
  /** In place of the profile's; null is the profile's. */
  firstTokenMs: number | null;
  caps: CandidateCaps;
};

/** null is none; USD as a decimal number in text. */
export type CandidateCaps = { requestsPerMinute: number | null; tokensPerMinute: number | null; concurrent: number | null; usdPerDay: string | null };

export const MAX_CANDIDATES = 3;
/** As many as a profile may have. */
export const MAX_CANDIDATE_TIERS = 20;

/** A copy to be edited. */
export function candidateOf({ rules, tiers }: Pick<SandboxProfile, "rules" | "tiers">, name: string): Candidate {
  return { name, strategy: rules.strategy, firstTokenMs: rules.timers.firstTokenMs, tiers: tiers.map(tierOf) };
}

/** A tier as a candidate begins with it. */
export function newTier(endpoint: string): CandidateTier {
  return { endpoint, retries: 0, weight: 1, lastResort: false, firstTokenMs: null, caps: { requestsPerMinute: null, tokensPerMinute: null, concurrent: null, usdPerDay: null } };
}

/** The candidate as engines take it; tiers whose endpoint the team no longer has are left out and named. */
export function profileOf(candidate: Candidate, current: SandboxProfile, endpoints: ReadonlyMap<string, Endpoint>): { profile: SandboxProfile; missing: string[] } {
  const found = candidate.tiers.flatMap((tier) => {
    const endpoint = endpoints.get(tier.endpoint);
    return endpoint ? [{ tier, endpoint }] : [];
  });
  const rules = { ...current.rules, strategy: candidate.strategy, timers: { ...current.rules.timers, firstTokenMs: candidate.firstTokenMs } };
  const tiers = found.map(({ tier, endpoint }, index) => ({ position: index + 1, endpoint, rules: rulesOf(tier, current) }));
  const missing = candidate.tiers.filter(({ endpoint }) => !endpoints.has(endpoint)).map(({ endpoint }) => endpoint);
  return { profile: { slug: current.slug, name: candidate.name, version: null, rules, tiers }, missing };
}

/** The candidate as the next version of its profile. @param base the version that serves now */
export function draftOf(candidate: Candidate, base: ProfileDraft): ProfileDraft {
  const before = new Map(base.tiers.map((tier) => [tier.endpoint, tier]));
  return {
    ...base,
    strategy: candidate.strategy,
    timeouts: { ...base.timeouts, firstTokenMs: told(candidate.firstTokenMs, DEFAULT_PROFILE_RULES.timers.firstTokenMs) },
    tiers: candidate.tiers.map((tier) => writeTier(tier, before.get(tier.endpoint) ?? emptyTier(tier.endpoint))),
  };
}

function tierOf({ endpoint, rules: { retries, weight, lastResort, timers, caps } }: Tier): CandidateTier {
  const { picoPerDay, ...counted } = caps;
  return {
    endpoint: endpoint.name, retries, weight, lastResort,
    firstTokenMs: timers.firstTokenMs ?? null,
    caps: { ...counted, usdPerDay: picoPerDay === null ? null : formatUsdExact(picoPerDay) },
  };
}

function rulesOf({ endpoint, retries, weight, lastResort, firstTokenMs, caps: { usdPerDay, ...caps } }: CandidateTier, current: SandboxProfile): Tier["rules"] {
  const before = current.tiers.find((tier) => tier.endpoint.name === endpoint)?.rules ?? DEFAULT_TIER_RULES;
  return {
    ...before, retries, weight, lastResort,
    timers: withTimer(before.timers, firstTokenMs),
    caps: { ...caps, picoPerDay: usdPerDay === null ? null : parseUsd(usdPerDay) },
  };
}

function withTimer({ connectMs, stallMs, answerMs }: Partial<Timers>, firstTokenMs: number | null): Tier["rules"]["timers"] {
  return Object.fromEntries(Object.entries({ connectMs, stallMs, answerMs, firstTokenMs: firstTokenMs ?? undefined }).filter(([, ms]) => ms !== undefined));
}

function writeTier({ retries, weight, lastResort, firstTokenMs, caps }: CandidateTier, before: TierDraft): TierDraft {
  return {
    ...before, lastResort,
    retries: told(retries, DEFAULT_TIER_RULES.retries),
    weight: told(weight, DEFAULT_TIER_RULES.weight),
    timeouts: { ...before.timeouts, firstTokenMs: told(firstTokenMs) },
    caps: {
      requestsPerMinute: told(caps.requestsPerMinute), tokensPerMinute: told(caps.tokensPerMinute),
      concurrent: told(caps.concurrent), usdPerDay: caps.usdPerDay ?? "",
    },
  };
}

/** As a draft has it: empty is the default. */
function told(value: number | null, standard: number | null = null): string {
  return value === null || value === standard ? "" : String(value);
}
