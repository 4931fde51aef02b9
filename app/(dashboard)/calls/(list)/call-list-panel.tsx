import Link from "next/link";
import { CallsTable } from "@/components/calls/calls-table";
import { describeFilter, dropped } from "@/components/calls/filter-names";
import { formatMany } from "@/components/calls/prepare-facets";
import { plural } from "@/components/counts";
import { Panel } from "@/components/panel";
import { getDb } from "@/lib/db";
import { listCalls } from "@/lib/reports/calls";
import { findMostExcluding } from "@/lib/reports/calls-excluded";
import type { FilterOptions } from "@/lib/reports/filter-options";
import { withTimeLimit } from "@/lib/reports/time-limit";
import type { ListView } from "../list-view";

type CallListPanelProps = { list: ListView; options: FilterOptions };

const PAGE_LINK = "inline-flex h-9 items-center rounded border border-line-strong bg-surface px-4 text-table font-medium hover:bg-hover";

export async function CallListPanel({ list, options }: CallListPanelProps) {
  const { scope, filters, place, view, hrefOf } = list;
  const { rows, count, isCountExact, newer, older } = await withTimeLimit(listCalls(getDb(), scope, filters, place));
  return (
    <Panel title={isCountExact && count === 1 ? "1 call" : `${formatMany(isCountExact ? count : count + 1)} calls`} subtitle={`Newest first. Times in ${view.zone}.`} className="min-h-160">
      {rows.length === 0 ? (
        <NoCalls list={list} options={options} />
      ) : (
        <CallsTable rows={rows} zone={view.zone} hrefOf={(id) => hrefOf({}, `/calls/${id}`)} />
      )}
      {newer === null && older === null ? null : (
        <nav aria-label="Pages of calls" className="mt-8 flex flex-wrap justify-between gap-3 print:hidden">
          {newer === null ? <span /> : (
            <span className="flex gap-3">
              <Link href={hrefOf({ after: newer })} prefetch={false} rel="prev" className={PAGE_LINK}>Newer calls</Link>
              <Link href={hrefOf({})} prefetch={false} className={PAGE_LINK}>Newest</Link>
            </span>
          )}
          {older === null ? null : <Link href={hrefOf({ before: older })} prefetch={false} rel="next" className={PAGE_LINK}>Older calls</Link>}
        </nav>
      )}
    </Panel>
  );
}

/** Names the filter that excludes most, and offers to drop it. */
async function NoCalls({ list: { scope, ofProfile, filters, chosen, hrefOf, clearHref }, options }: CallListPanelProps) {
  if (Object.keys(chosen).length === 0) {
    return <p className="py-6 text-center text-body text-muted">No calls in this range. Take a longer one, or send the first call.</p>;
  }
  const most = await withTimeLimit(findMostExcluding(getDb(), scope, filters, ofProfile));
  return (
    <div className="grid justify-items-center gap-3 py-6 text-center text-body text-muted">
      {most ? (
        <>
          <p>
            No call in this range matches all of these filters. “{describeFilter(most.drop, chosen, options.keys)}” excludes most:
            without it {most.count === 1 ? "1 call matches" : `${formatMany(most.count)} calls match`}.
          </p>
          <Link href={hrefOf(dropped(most.drop))} className={PAGE_LINK}>Drop “{describeFilter(most.drop, chosen, options.keys)}”</Link>
        </>
      ) : (
        <p>No call in this range matches, and no single one of the {plural(Object.keys(chosen).length, "filter")} is to blame.</p>
      )}
      <Link href={clearHref} className="text-brand underline underline-offset-2">Clear the filters</Link>
    </div>
  );
}
