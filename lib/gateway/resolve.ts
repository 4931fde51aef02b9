import type { TeamCatalog } from "@/lib/catalog/catalog";
import { ApiError } from "@/lib/core/errors";
import type { PlanInput, Unresolved } from "@/lib/core/plan";
import { findPriceInForce } from "@/lib/core/price";
import { AD_HOC, DEFAULT_TIER_RULES, DEFAULT_TIMERS, NIL_ID, type Endpoint, type Profile, type Timers } from "@/lib/core/profile";
import { findNearest } from "@/lib/core/nearest";

/** Who may serve the call, in order, and under which rules. */
export type Route = {
  profileSlug: string;
  profileVersionId: string;
  timers: Timers;
  baselineEndpointId: string | null;
  tiers: PlanInput[];
  unresolved: Unresolved[];
};

const PROFILE_PREFIX = "profile/";

/**
 * Resolves the names of a request. A single name of a profile is that profile; anything else is a chain that the
 * request itself names, tried in its order.
 * @throws ApiError `model_not_found` when no name leads anywhere, naming what is nearest
 */
export function resolveRoute(names: string[], team: TeamCatalog, nowMs: number): Route {
  const [only] = names;
  const profile = names.length === 1 && only !== undefined ? findProfile(only, team, nowMs) : null;
  if (profile) return profileRoute(profile);
  const chain: Omit<PlanInput, "position">[] = [];
  const unresolved: Unresolved[] = [];
  for (const name of names) {
    const found = findEndpoints(name, team, nowMs);
    if (found.length === 0) unresolved.push({ name, reason: "no endpoint, model, alias or profile has this name" });
    chain.push(...found);
  }
  if (chain.length === 0) throw notFound(names, team);
  return {
    profileSlug: AD_HOC,
    profileVersionId: NIL_ID,
    timers: DEFAULT_TIMERS,
    baselineEndpointId: null,
    tiers: chain.map((entry, index) => ({ ...entry, position: index + 1 })),
    unresolved,
  };
}

function profileRoute(profile: Profile): Route {
  return {
    profileSlug: profile.slug,
    profileVersionId: profile.versionId,
    timers: profile.rules.timers,
    baselineEndpointId: profile.baselineEndpointId,
    tiers: profile.tiers.map((tier) => ({ ...tier, namedEndpoint: false })),
    unresolved: [],
  };
}

/** Endpoints and models come before profiles of the same name; the prefix forces the profile. */
function findProfile(name: string, team: TeamCatalog, nowMs: number): Profile | null {
  if (name.startsWith(PROFILE_PREFIX)) return team.profiles.get(name.slice(PROFILE_PREFIX.length)) ?? null;
  const profile = team.profiles.get(name);
  return profile && findDirect(name, team, nowMs).length === 0 ? profile : null;
}

function findEndpoints(name: string, team: TeamCatalog, nowMs: number): Omit<PlanInput, "position">[] {
  const direct = findDirect(name, team, nowMs);
  if (direct.length > 0) return direct;
  const profile = findProfile(name, team, nowMs);
  return (profile?.tiers ?? []).map(({ endpoint, rules }) => ({ endpoint, rules, namedEndpoint: false }));
}

/** An endpoint, else a model, else an alias of a model. */
function findDirect(name: string, team: TeamCatalog, nowMs: number): Omit<PlanInput, "position">[] {
  const endpoint = team.endpoints.get(name) ?? findAliasedEndpoint(name, team);
  if (endpoint) return [{ endpoint, rules: DEFAULT_TIER_RULES, namedEndpoint: true }];
  const model = team.byModel.has(name) ? name : (team.aliases.get(name) ?? name);
  const hosts = team.byModel.get(model) ?? [];
  return cheapestFirst(hosts, team, nowMs).map((host) => ({ endpoint: host, rules: DEFAULT_TIER_RULES, namedEndpoint: false }));
}

/** `provider/alias`: providers spell the same weights differently. */
function findAliasedEndpoint(name: string, team: TeamCatalog): Endpoint | undefined {
  const slash = name.indexOf("/");
  const model = team.aliases.get(name.slice(slash + 1));
  return slash > 0 && model !== undefined ? team.endpoints.get(`${name.slice(0, slash)}/${model}`) : undefined;
}

/** By the sum of input and output price; endpoints without a price come last. Ties keep their order. */
function cheapestFirst(endpoints: Endpoint[], team: TeamCatalog, nowMs: number): Endpoint[] {
  const perToken = (endpoint: Endpoint): bigint | null => {
    const inForce = findPriceInForce(team.prices.get(endpoint.id) ?? [], nowMs);
    return inForce ? inForce.price.base.input + inForce.price.base.output : null;
  };
  return endpoints
    .map((endpoint) => ({ endpoint, price: perToken(endpoint) }))
    .sort((a, b) => comparePrice(a.price, b.price))
    .map(({ endpoint }) => endpoint);
}

function comparePrice(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function notFound(names: string[], team: TeamCatalog): ApiError {
  const known = [...team.endpoints.keys(), ...team.byModel.keys(), ...team.aliases.keys(), ...team.profiles.keys()];
  const wanted = names.map((name) => `"${name.slice(0, 100)}"`).join(", ");
  const nearest = findNearest(names[0] ?? "", known);
  const hint = nearest !== null ? `The nearest is "${nearest}".` : "GET /api/v1/models lists all names of this team.";
  return new ApiError("model_not_found", `No endpoint, model or profile is called ${wanted}. ${hint}`, { param: "model" });
}
