import type { Metadata } from "next";
import Link from "next/link";
import { plural } from "@/components/counts";
import { Explain } from "@/components/explain";
import { ExportLinks } from "@/components/export-links";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { describeMix } from "@/components/prices/describe-mix";
import { PriceFilters } from "@/components/prices/price-filters";
import { PriceTable } from "@/components/prices/price-table";
import { ScopeControls } from "@/components/scope-controls";
import { describeScope } from "@/components/scope-line";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import type { BoardFilters } from "@/lib/reports/price-board";
import { listProfiles } from "@/lib/reports/profiles";
import { parseView, prepareScope, type Scope, type SearchParams, type View, viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { parseBoardFilters, readBoard } from "./read-board";

export const metadata: Metadata = { title: "Prices" };

export default async function PricesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const params = await searchParams;
  const view = parseView(params, now, team.timeZone);
  const filters = parseBoardFilters(params);
  const { text, provider } = filters;
  const [profiles, providers] = await Promise.all([
    listProfiles(getDb(), member.teamId),
    getDb().provider.findMany({ where: { teamId: member.teamId }, select: { slug: true, name: true }, orderBy: { name: "asc" } }),
  ]);
  const hrefOf = (more: Record<string, string | null>, at: View = view, path = "/prices") => viewHref(path, at, { q: text || null, provider: provider || null, ...more });
  return (
    <>
      <PageHeader title="Prices" scope={describeScope({ ...view, now })}>
        <ScopeControls {...prepareScopeControls({ ...view, now }, profiles, (change) => hrefOf({}, { ...view, ...change }))} />
      </PageHeader>
      <PriceFilters
        text={text}
        kept={[...new URLSearchParams(hrefOf({ q: null }).split("?")[1])]}
        provider={provider}
        providers={[
          { value: "", label: "All providers", href: hrefOf({ provider: null }) },
          ...providers.map(({ slug, name }) => ({ value: slug, label: name, href: hrefOf({ provider: slug }) })),
        ]}
        clearHref={hrefOf({ q: null, provider: null })}
      />
      <PanelSlot title="Models" className="min-h-96">
        <BoardPanel
          scope={prepareScope(member.teamId, view, profiles)}
          filters={filters}
          mayChange={isAllowed(member.role, "change the catalog")}
          callsHref={(endpoint) => viewHref("/calls", { ...view, preset: "7d", profile: null }, { endpoint })}
          exportHref={(format) => hrefOf({ format }, view, "/api/export/prices")}
          now={now}
        />
      </PanelSlot>
    </>
  );
}

type BoardPanelProps = { scope: Scope; filters: BoardFilters; mayChange: boolean; callsHref: (endpoint: string) => string; exportHref: (format: string) => string; now: Date };

async function BoardPanel({ scope, filters, mayChange, callsHref, exportHref, now }: BoardPanelProps) {
  const { models, mix, hasProviders } = await withTimeLimit(readBoard(scope, filters, now));
  return (
    <Panel
      title={plural(models.length, "model")}
      subtitle={`USD per 1 M tokens, the cheapest for your mix first. Times in ${scope.zone}.`}
      explain={<MixExplained />}
      aside={
        <div className="flex flex-wrap items-center gap-3">
          <Link href="/profiles" className="text-table font-medium text-brand underline-offset-2 hover:underline">Use in a profile</Link>
          <ExportLinks what="these prices" hrefOf={exportHref} />
        </div>
      }
    >
      <p className="mb-3 text-table text-muted">{describeMix(mix)}</p>
      {models.length > 0 ? (
        <PriceTable models={models} zone={scope.zone} mayChange={mayChange} callsHref={callsHref} />
      ) : (
        <p className="py-6 text-center text-body text-muted">
          {hasProviders ? "No model and no provider of that name. Clear the filters to see all." : !mayChange ? "No endpoint yet. An owner or an admin of the team adds a provider, then its models." : <>No endpoint yet. <Link href="/providers/new" className="text-brand underline underline-offset-2">Add a provider</Link>, then its models.</>}
        </p>
      )}
    </Panel>
  );
}

function MixExplained() {
  return (
    <Explain id="explain-mix" title="Your mix">
      <p>What your own served attempts of this range would have cost on average per 1 M tokens, had every one of them been charged at this price: units by class × price, and the fee of each request.</p>
      <p>Steps for long prompts are not in it: sums do not say how long a prompt was. A price that was never entered is unknown, not nothing, and comes last.</p>
      <p>Success is of attempts of the last seven days, whatever the range.</p>
    </Explain>
  );
}
