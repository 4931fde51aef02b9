import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "@/components/page-header";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { PriceFilters } from "@/components/prices/price-filters";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listProfiles } from "@/lib/reports/profiles";
import { parseView, prepareScope, type SearchParams, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { FeedNote } from "./feed-note";
import { makeCheapestProfile } from "./actions";
import { ComparePanel, HistoryPanel, WeightsPanel } from "./panels";
import { parseBoardAddress, readBoard } from "./read-board";

export const metadata: Metadata = { title: "Prices" };

export default async function PricesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const params = await searchParams;
  const view = parseView(params, now, team.timeZone);
  const { filters, history, compared } = parseBoardAddress(params);
  const { text, provider, used } = filters;
  const [profiles, providers] = await Promise.all([
    listProfiles(getDb(), member.teamId),
    getDb().provider.findMany({ where: { teamId: member.teamId }, select: { slug: true, name: true }, orderBy: { name: "asc" } }),
  ]);
  const given = { q: text || null, provider: provider || null, used: used ? "1" : null, weights: history || null, compare: compared.join(",") || null };
  const hrefOf = (more: Record<string, string | null>, at: View = view, path = "/prices") => viewHref(path, at, { ...given, ...more });
  const board = withTimeLimit(readBoard(prepareScope(member.teamId, view, profiles), filters, now));
  const panel = { board, view, hrefOf: (more: Record<string, string | null>) => hrefOf(more) };
  return (
    <>
      <PageHeader title="Prices" scope={describeScope({ ...view, now })}>
        <ScopeControls {...prepareScopeControls({ ...view, now }, profiles, (change) => hrefOf({}, { ...view, ...change }))} />
      </PageHeader>
      <Suspense fallback={<div className="mb-4 h-5" />}><FeedNote teamId={member.teamId} now={now} /></Suspense>
      <PriceFilters
        text={text}
        kept={[...new URLSearchParams(hrefOf({ q: null }).split("?")[1])]}
        provider={provider}
        providers={[
          { value: "", label: "All providers", href: hrefOf({ provider: null }) },
          ...providers.map(({ slug, name }) => ({ value: slug, label: name, href: hrefOf({ provider: slug }) })),
        ]}
        used={used}
        usedHref={hrefOf({ used: used ? null : "1" })}
        clearHref={hrefOf({ q: null, provider: null, used: null })}
      />
      {compared.length > 0 ? (
        <PanelSlot title="Side by side" className="mb-4 min-h-96"><ComparePanel {...panel} compared={compared} /></PanelSlot>
      ) : null}
      <PanelSlot title="History" className="mb-4 min-h-80"><HistoryPanel {...panel} history={history} /></PanelSlot>
      <PanelSlot title="Equal weights" className="min-h-96">
        <WeightsPanel
          {...panel}
          compared={compared}
          taken={profiles.map(({ slug }) => slug)}
          mayChange={isAllowed(member.role, "change the catalog")}
          makeCheapest={makeCheapestProfile.bind(null, member.teamId)}
          exportHref={(format) => hrefOf({ format, weights: null, compare: null }, view, "/api/export/prices")}
        />
      </PanelSlot>
    </>
  );
}
