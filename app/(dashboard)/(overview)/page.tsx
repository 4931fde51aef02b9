import type { Metadata } from "next";
import { ScopeControls } from "@/components/scope-controls";
import { LedgerNotices } from "@/components/overview/ledger-notices";
import { OverviewFigures } from "@/components/overview/overview-figures";
import { OverviewNotices } from "@/components/overview/overview-notices";
import { prepareParts } from "@/components/overview/prepare-parts";
import { prepareTrend } from "@/components/overview/prepare-trend";
import { PageHeader } from "@/components/page-header";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { describeScope } from "@/components/scope-line";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { findLedgerState } from "@/lib/gateway/ledger-state";
import { listAttention } from "@/lib/reports/attention";
import { hasCalls } from "@/lib/reports/calls";
import { getOverview } from "@/lib/reports/overview";
import { listProfiles } from "@/lib/reports/profiles";
import { parseView, prepareScope, type SearchParams, viewHref } from "@/lib/reports/scope";
import { FirstCallSlot, FirstRunSlot } from "./first-run-slot";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const now = new Date();
  const view = parseView(await searchParams, now, team.timeZone);
  const profiles = await listProfiles(getDb(), member.teamId);
  const scope = prepareScope(member.teamId, view, profiles);
  const [overview, attention, hasAny, ledger] = await Promise.all([
    getOverview(getDb(), scope),
    listAttention(getDb(), member.teamId, now),
    hasCalls(getDb(), member.teamId),
    findLedgerState(),
  ]);
  const { total, unit, slots } = overview;
  const chosen = profiles.filter(({ slug }) => view.profile === null || slug === view.profile);
  const isOneProfile = view.profile !== null;
  const parts = prepareParts(total.tiers, isOneProfile);
  const trend = prepareTrend({
    slots: slots.map(({ start, end, figures }) => ({ start, end, warc: figures.warc, tiers: figures.tiers })),
    parts,
    isOneProfile,
    unit,
    from: scope.range.from,
    zone: view.zone,
    now,
    callsHref: (from, to) => viewHref("/calls", { ...view, preset: null, range: { from, to } }),
  });
  return (
    <>
      <PageHeader title="Overview" scope={describeScope({ ...view, now, version: isOneProfile ? chosen[0]?.version : null })}>
        <ScopeControls {...prepareScopeControls(view, profiles, (change) => viewHref("/", { ...view, ...change }))} />
      </PageHeader>
      {ledger ? <LedgerNotices ledger={ledger} /> : null}
      <OverviewNotices
        attention={attention}
        unknownAmounts={total.unknownAmounts}
        coverage={total.warc.coverage}
        unknownHref={viewHref("/calls", view, { unknown: "1" })}
        zone={view.zone}
      />
      {hasAny ? <FirstCallSlot /> : null}
      {hasAny ? (
        <OverviewFigures
          figures={total}
          parts={parts}
          trend={trend}
          unit={unit}
          zone={view.zone}
          isOneProfile={isOneProfile}
          baselines={[...new Set(chosen.flatMap(({ baseline }) => baseline ?? []))]}
          profileNames={Object.fromEntries(profiles.map(({ id, slug }) => [id, slug]))}
          hrefOf={(filters) => viewHref("/calls", view, filters)}
        />
      ) : (
        <FirstRunSlot />
      )}
    </>
  );
}
