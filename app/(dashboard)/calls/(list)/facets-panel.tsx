import { Facets } from "@/components/calls/facets";
import { prepareFacets } from "@/components/calls/prepare-facets";
import { Panel } from "@/components/panel";
import { getDb } from "@/lib/db";
import { countFacets, listFacetRows, listTagValues } from "@/lib/reports/call-facets";
import type { FilterOptions } from "@/lib/reports/filter-options";
import type { ProfileChoice } from "@/lib/reports/profiles";
import { withTimeLimit } from "@/lib/reports/time-limit";
import type { ListView } from "../list-view";

const TAGS = 20;

type FacetsPanelProps = { list: ListView; options: FilterOptions; profiles: readonly ProfileChoice[] };

export async function FacetsPanel({ list: { scope, filters, view, chosen, hrefOf }, options, profiles }: FacetsPanelProps) {
  const [rows, tags] = await withTimeLimit(Promise.all([listFacetRows(getDb(), scope), listTagValues(getDb(), scope, TAGS)]));
  const profile = profiles.find(({ slug }) => slug === view.profile);
  const counts = view.profile !== null && !profile ? null : countFacets(rows, filters, profile?.id ?? null);
  const isUnfiltered = Object.values(filters).every((value) => value === undefined);
  const groups = prepareFacets({
    chosen,
    profiles,
    options,
    counts,
    tags: tags.map(({ tag, value, calls }) => ({ tag, value, calls: isUnfiltered ? calls : null })),
    hrefWith: hrefOf,
  });
  return (
    <Panel title="Filters" subtitle={counts ? "With how many calls each would leave" : "Counts need each call: see the list"} className="min-h-26 lg:min-h-160">
      <Facets groups={groups} />
    </Panel>
  );
}
