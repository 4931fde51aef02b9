import type { Metadata } from "next";
import Link from "next/link";
import { CausePatterns } from "@/components/cause-patterns";
import { ExportLinks } from "@/components/export-links";
import { PageHeader } from "@/components/page-header";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listProfiles } from "@/lib/reports/profiles";
import { listEndpointReliability } from "@/lib/reports/reliability";
import { getCallReliability } from "@/lib/reports/reliability-of-calls";
import { parseView, prepareScope, type SearchParams, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { getWaste } from "@/lib/reports/waste";
import { Availability, Causes, Endpoints, Limits, WasteOverTime } from "./panels";

export const metadata: Metadata = { title: "Waste and reliability" };

export default async function WastePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const view = parseView(await searchParams, now, team.timeZone);
  const profiles = await listProfiles(getDb(), member.teamId);
  const scope = prepareScope(member.teamId, view, profiles);
  // Four panels are made of the same rows, so that they agree: read once.
  const waste = reading(getWaste(getDb(), scope));
  const endpoints = reading(listEndpointReliability(getDb(), scope));
  const calls = reading(getCallReliability(getDb(), scope));
  const chosen = profiles.find(({ slug }) => slug === view.profile);
  return (
    <>
      <PageHeader title="Waste and reliability" scope={describeScope({ ...view, now, version: chosen?.version })}>
        <ScopeControls {...prepareScopeControls(view, profiles, (change) => viewHref("/waste", { ...view, ...change }))} />
      </PageHeader>
      <CausePatterns />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3 text-table text-muted">
        <p>What failed attempts cost, why they failed and where. Grain: attempts, unless a panel says otherwise.</p>
        <div className="flex flex-wrap items-center gap-3 print:hidden">
          <Link href={viewHref("/calls", view, { failing: "1" })} className="text-table font-medium text-brand underline-offset-2 hover:underline">Open the calls with failed attempts</Link>
          <ExportLinks what="the waste" hrefOf={(format) => viewHref("/api/export/waste", view, { format })} />
        </div>
      </div>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-12">
        <PanelSlot title="Waste over time" className={CHART}><WasteOverTime view={view} now={now} waste={waste} className={CHART} /></PanelSlot>
        <PanelSlot title="Availability" className={SIDE}><Availability view={view} calls={calls} className={SIDE} /></PanelSlot>
        <PanelSlot title="Causes by provider" className={TABLE}><Causes view={view} waste={waste} className={TABLE} /></PanelSlot>
        <PanelSlot title="Endpoints" className={TABLE}><Endpoints view={view} waste={waste} endpoints={endpoints} className={TABLE} /></PanelSlot>
        <PanelSlot title="Limits over time" className={TABLE}><Limits view={view} now={now} waste={waste} className={TABLE} /></PanelSlot>
      </div>
    </>
  );
}

const CHART = "min-h-80 xl:min-h-108 xl:col-span-8";
const SIDE = "min-h-60 xl:col-span-4";
const TABLE = "min-h-60 xl:col-span-12";

/** Begins at once and is awaited by the panels: until one does, its failure is nobody's. */
function reading<T>(figures: Promise<T>): Promise<T> {
  const limited = withTimeLimit(figures);
  limited.catch(() => undefined);
  return limited;
}
