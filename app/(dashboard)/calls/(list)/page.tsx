import type { Metadata } from "next";
import Link from "next/link";
import { CallFilters } from "@/components/calls/call-filters";
import { CallsTable } from "@/components/calls/calls-table";
import { prepareCallFilters } from "@/components/calls/prepare-call-filters";
import { formatCount, plural } from "@/components/counts";
import { ScopeControls } from "@/components/scope-controls";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { describeScope } from "@/components/scope-line";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { filterParams, parseCallFilters, parseListPlace } from "@/lib/reports/call-filters";
import { type CallPage, listCalls } from "@/lib/reports/calls";
import { listFilterOptions } from "@/lib/reports/filter-options";
import { listProfiles } from "@/lib/reports/profiles";
import { parseView, prepareScope, type SearchParams, type View, viewHref } from "@/lib/reports/scope";

export const metadata: Metadata = { title: "Calls" };

export default async function CallsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const params = await searchParams;
  const view = parseView(params, now, team.timeZone);
  const filters = parseCallFilters(params);
  const place = parseListPlace(params);
  const profiles = await listProfiles(getDb(), member.teamId);
  const [page, options] = await Promise.all([
    listCalls(getDb(), prepareScope(member.teamId, view, profiles), filters, place),
    listFilterOptions(getDb(), member.teamId),
  ]);
  const hrefOf = (values: Record<string, string | null>, at: View = view) => viewHref("/calls", at, values);
  const prepared = prepareCallFilters(filters, options, hrefOf);
  const kept = filterParams(filters);
  return (
    <>
      <PageHeader title="Calls" scope={describeScope({ ...view, now })}>
        <ScopeControls {...prepareScopeControls(view, profiles, (change) => hrefOf(kept, { ...view, ...change }))} />
      </PageHeader>
      <CallFilters {...prepared} />
      <Panel
        title={countOf(page)}
        subtitle={`Newest first. Times in ${view.zone}.`}
        aside={page.newer === null ? undefined : <Link href={hrefOf(kept)} className="text-table text-brand hover:underline">Back to the newest</Link>}
      >
        {page.rows.length === 0 ? (
          <NoCalls isNarrowed={prepared.chips.length > 0} clearHref={prepared.clearHref} />
        ) : (
          <CallsTable rows={page.rows} zone={view.zone} />
        )}
      </Panel>
      {page.older === null ? null : (
        <p className="mt-4 text-right">
          <Link
            href={hrefOf({ ...kept, before: page.older })}
            className="inline-flex h-9 items-center rounded border border-line-strong bg-surface px-4 text-table font-medium hover:bg-hover"
          >
            Older calls
          </Link>
        </p>
      )}
    </>
  );
}

function countOf({ count, isCountExact }: CallPage): string {
  return isCountExact ? plural(count, "call") : `${formatCount(count)}+ calls`;
}

function NoCalls({ isNarrowed, clearHref }: { isNarrowed: boolean; clearHref: string }) {
  return (
    <p className="py-6 text-center text-body text-muted">
      {isNarrowed ? (
        <>
          No call in this range matches these filters.{" "}
          <Link href={clearHref} className="text-brand underline underline-offset-2">Clear the filters</Link> or take a longer range.
        </>
      ) : (
        "No calls in this range. Take a longer one, or another profile."
      )}
    </p>
  );
}
