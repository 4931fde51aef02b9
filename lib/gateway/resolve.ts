import type { TeamCatalog } from "@/lib/catalog/catalog";
import { ApiError } from "@/lib/core/errors";
import { findNearest } from "@/lib/core/nearest";
import type { PlanInput, Unresolved } from "@/lib/core/plan-input";
import type { Sort } from "@/lib/core/preference";
import {
  AD_HOC, DEFAULT_PROFILE_RULES, DEFAULT_TIER_RULES, NIL_ID, type Endpoint, type Profile, type ProfileRules,
} from "@/lib/core/profile";

/** Who may serve the call, in order, and under which rules. */
export type Route = {
  profileSlug: string;
  profileVersionId: string;
  /** null for a chain that the request named. */
  profileVersion: number | null;
  rules: ProfileRules;
  baselineEndpointId: string | null;
  tiers: PlanInput[];
  unresolved: Unresolved[];
};

const PROFILE_PREFIX = "profile/";
/** OpenRouter's suffixes (openrouter.ai/docs/features/provider-routing): cheapest first, quickest writer first. */
const SORT_OF_SUFFIX: ReadonlyMap<string, Sort> = new Map([
  ["floor", "price"],
  ["nitro", "throughput"],
]);

/** Of one moment's catalog: most calls name what others named before. */
const resolved = new WeakMap<TeamCatalog, Map<string, Route>>();
const MAX_RESOLVED = 1_000;

/** As `resolve`, for names that were resolved before in the same catalog. @throws as it does */
export function resolveRoute(names: string[], team: TeamCatalog): Route {
  const [name] = names;
  if (name === undefined || names.length > 1) return resolve(names, team);
  const known = resolved.get(team) ?? new Map<string, Route>();
  const found = known.get(name);
  if (found) return found;
  const route = resolve(names, team);
  if (known.size < MAX_RESOLVED) known.set(name, route);
  resolved.set(team, known);
  return route;
}

/**
 * Resolves the names of a request. A single name of a profile is that profile; anything else is a chain that the
 * request itself names, tried in its order.
 * @throws ApiError `model_not_found` when no name leads anywhere, naming what is nearest
 */
function resolve(names: string[], team: TeamCatalog): Route {
  const found = names.map((name) => ({ name, meant: findMeant(name, team) }));
  const [first] = found;
  if (names.length === 1 && first?.meant?.profile) return profileRoute(first.meant.profile, first.meant.sort);
  const unresolved = found.flatMap(({ name, meant }) => (meant ? [] : { name, reason: NOBODY }));
  const tiers = found.flatMap(({ meant }, group) => (meant ? entriesOf(meant, group) : []));
  if (tiers.length === 0) throw notFound(names, team);
  return {
    profileSlug: AD_HOC,
    profileVersionId: NIL_ID,
    profileVersion: null,
    rules: DEFAULT_PROFILE_RULES,
    baselineEndpointId: null,
    tiers: tiers.map((entry, index) => ({ ...entry, position: index + 1 })),
    unresolved,
  };
}

const NOBODY = "no endpoint, model, alias or profile has this name";

function profileRoute(profile: Profile, sort: Sort | null): Route {
  return {
    profileSlug: profile.slug,
    profileVersionId: profile.versionId,
    profileVersion: profile.version,
    rules: profile.rules,
    baselineEndpointId: profile.baselineEndpointId,
    tiers: profile.tiers.map((tier) => ({ ...tier, namedEndpoint: false, group: 0, sort })),
    unresolved: [],
  };
}

/** What one name stands for, and how its suffix wants it sorted. */
type Meant = { sort: Sort | null } & (
  | { profile: Profile; endpoints?: never }
  | { endpoints: Endpoint[]; named: boolean; profile?: never }
);

/** The name as it stands goes before a reading of its end as a suffix: some names have a colon in them. */
function findMeant(name: string, team: TeamCatalog): Meant | null {
  const whole = findNamed(name, team);
  if (whole) return whole;
  const colon = name.lastIndexOf(":");
  const sort = SORT_OF_SUFFIX.get(name.slice(colon + 1));
  const stem = colon > 0 && sort ? findNamed(name.slice(0, colon), team) : null;
  return stem && sort ? { ...stem, sort } : null;
}

/** Endpoints and models come before profiles of the same name; the prefix forces the profile. */
function findNamed(name: string, team: TeamCatalog): Meant | null {
  if (name.startsWith(PROFILE_PREFIX)) return profileMeant(team.profiles.get(name.slice(PROFILE_PREFIX.length)));
  const endpoint = team.endpoints.get(name) ?? findAliasedEndpoint(name, team);
  if (endpoint) return { endpoints: [endpoint], named: true, sort: null };
  const model = team.byModel.has(name) ? name : (team.aliases.get(name) ?? name);
  const hosts = team.byModel.get(model) ?? [];
  // All hosts of a model, cheapest first.
  return hosts.length > 0 ? { endpoints: hosts, named: false, sort: "price" } : profileMeant(team.profiles.get(name));
}

function profileMeant(profile: Profile | undefined): Meant | null {
  return profile ? { profile, sort: null } : null;
}

function entriesOf(meant: Meant, group: number): Omit<PlanInput, "position">[] {
  const { sort } = meant;
  if (meant.profile) {
    return meant.profile.tiers.map(({ endpoint, rules }) => ({ endpoint, rules, namedEndpoint: false, group, sort }));
  }
  const { endpoints, named: namedEndpoint } = meant;
  return endpoints.map((endpoint) => ({ endpoint, rules: DEFAULT_TIER_RULES, namedEndpoint, group, sort }));
}

/** `provider/alias`: providers spell the same weights differently. */
function findAliasedEndpoint(name: string, team: TeamCatalog): Endpoint | undefined {
  const slash = name.indexOf("/");
  const model = team.aliases.get(name.slice(slash + 1));
  return slash > 0 && model !== undefined ? team.endpoints.get(`${name.slice(0, slash)}/${model}`) : undefined;
}

function notFound(names: string[], team: TeamCatalog): ApiError {
  const known = [...team.endpoints.keys(), ...team.byModel.keys(), ...team.aliases.keys(), ...team.profiles.keys()];
  const wanted = names.map((name) => `"${name.slice(0, 100)}"`).join(", ");
  const nearest = findNearest(names[0] ?? "", known);
  const hint = nearest !== null ? `The nearest is "${nearest}".` : "GET /api/v1/models lists all names of this team.";
  return new ApiError("model_not_found", `No endpoint, model or profile is called ${wanted}. ${hint}`, { param: "model" });
}
