import type { ScopeChange } from "@/components/prepare-scope-controls";
import { type CallFilters, filterParams, type ListPlace, parseCallFilters, parseListPlace } from "@/lib/reports/call-filters";
import type { ProfileChoice } from "@/lib/reports/profiles";
import { firstValues, narrowToVersion, parseView, prepareScope, type Scope, type SearchParams, type View, viewHref } from "@/lib/reports/scope";

/** What the address of the list asks for; a call that was opened from it carries the same. */
export type ListView = {
  view: View;
  scope: Scope;
  /** The same whatever the version. */
  ofProfile: Scope;
  filters: CallFilters;
  place: ListPlace;
  search: string | null;
  /** Filters and profile as the address has them. */
  chosen: Record<string, string>;
  /** As it was typed. */
  givenCost: { from: string; to: string };
  /** The same list with a change; null takes away. */
  hrefOf: (change: Record<string, string | null>, path?: string) => string;
  /** With another range, zone or profile. */
  hrefAt: (change: ScopeChange) => string;
  clearHref: string;
};

export function readListView(params: SearchParams, now: Date, teamZone: string, teamId: string, profiles: readonly ProfileChoice[]): ListView {
  const view = parseView(params, now, teamZone);
  const { version, ...others } = parseCallFilters(params);
  // A version's number says nothing without its profile.
  const filters: CallFilters = view.profile === null || version === undefined ? others : { ...others, version };
  const kept = filterParams(filters);
  const ofProfile = prepareScope(teamId, view, profiles);
  const { q, costFrom = "", costTo = "" } = firstValues(params);
  return {
    view,
    scope: narrowToVersion(ofProfile, profiles, filters.version),
    ofProfile,
    filters,
    place: parseListPlace(params),
    search: q === undefined || q.trim() === "" ? null : q.slice(0, 300),
    chosen: view.profile === null ? kept : { profile: view.profile, ...kept },
    givenCost: { from: costFrom, to: costTo },
    hrefOf: (change, path = "/calls") => viewHref(path, view, { ...kept, ...("profile" in change ? { version: null } : {}), ...change }),
    hrefAt: (change) => viewHref("/calls", { ...view, ...change }, { ...kept, ...("profile" in change ? { version: null } : {}) }),
    clearHref: viewHref("/calls", view, { profile: null }),
  };
}

/** What is wrong with the cost range as it was typed, or null. */
export function costProblem({ filters, givenCost: { from, to } }: Pick<ListView, "filters" | "givenCost">): string | null {
  const isRefused = (from !== "" && filters.costFrom === undefined) || (to !== "" && filters.costTo === undefined);
  if (isRefused) return "An amount in USD is a plain number such as 0.25, up to 12 decimals.";
  const isTurned = filters.costFrom !== undefined && filters.costTo !== undefined && Number(filters.costFrom) > Number(filters.costTo);
  return isTurned ? "The lower amount is above the upper one, so no call matches." : null;
}
