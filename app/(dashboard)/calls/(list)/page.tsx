import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CallSearch, CostRange } from "@/components/calls/call-search";
import { ExportLinks } from "@/components/export-links";
import { FilterChips } from "@/components/calls/filter-chips";
import { prepareChips } from "@/components/calls/prepare-facets";
import { PageHeader } from "@/components/page-header";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { searchCalls } from "@/lib/reports/call-search";
import { listFilterOptions } from "@/lib/reports/filter-options";
import { listProfiles } from "@/lib/reports/profiles";
import type { SearchParams } from "@/lib/reports/scope";
import { costProblem, readListView } from "../list-view";
import { CallListPanel } from "./call-list-panel";
import { FacetsPanel } from "./facets-panel";
import { HistogramPanel } from "./histogram-panel";
import { SearchNote } from "./search-note";

export const metadata: Metadata = { title: "Calls" };

export default async function CallsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const params = await searchParams;
  const [profiles, options] = await Promise.all([listProfiles(getDb(), member.teamId), listFilterOptions(getDb(), member.teamId)]);
  const list = readListView(params, now, team.timeZone, member.teamId, profiles);
  const { view, chosen, search } = list;
  const found = search === null ? null : await searchCalls(getDb(), member.teamId, search, options.endpoints);
  if (found && "callId" in found) redirect(list.hrefOf({}, `/calls/${found.callId}`));
  if (found?.endpoints.length === 1) redirect(list.hrefOf({ endpoint: found.endpoints[0] ?? null }));
  const kept = [...new URLSearchParams(list.hrefOf({}).split("?")[1])];
  return (
    <>
      <PageHeader title="Calls" scope={describeScope({ ...view, now })}>
        <ScopeControls {...prepareScopeControls({ ...view, now }, profiles, list.hrefAt)} />
      </PageHeader>
      <div className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2 print:hidden">
        <CallSearch kept={kept} text={search ?? ""} />
        <CostRange kept={kept} given={list.givenCost} problem={costProblem(list)} />
        <ExportLinks what="these calls" hrefOf={(format) => list.hrefOf({ format }, "/api/export/calls")} />
      </div>
      {search === null || !found ? null : <SearchNote text={search} found={found} hrefOf={list.hrefOf} />}
      <FilterChips chips={prepareChips(chosen, options.keys, list.hrefOf)} clearHref={list.clearHref} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[14rem_minmax(0,1fr)]">
        <PanelSlot title="Filters" className="min-h-26 lg:min-h-160">
          <FacetsPanel list={list} options={options} profiles={profiles} />
        </PanelSlot>
        <div className="grid min-w-0 gap-4">
          <PanelSlot title="Calls over time" className="min-h-72 sm:min-h-56">
            <HistogramPanel list={list} />
          </PanelSlot>
          <PanelSlot title="The calls" className="min-h-160">
            <CallListPanel list={list} options={options} />
          </PanelSlot>
        </div>
      </div>
    </>
  );
}
