import type { Metadata } from "next";
import { ScopeControls } from "@/components/scope-controls";
import { LedgerNotices } from "@/components/overview/ledger-notices";
import { OverviewNotices } from "@/components/overview/overview-notices";
import { PageHeader } from "@/components/page-header";
import { prepareScopeControls } from "@/components/prepare-scope-controls";
import { describeScope } from "@/components/scope-line";
import { listOpenAlerts } from "@/lib/alerts/list-alerts";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { findLedgerState } from "@/lib/gateway/ledger-state";
import { listAttention } from "@/lib/reports/attention";
import { hasCalls } from "@/lib/reports/calls";
import { listProfiles } from "@/lib/reports/profiles";
import { parseView, prepareScope, type SearchParams, viewHref } from "@/lib/reports/scope";
import { FirstCallSlot, FirstRunSlot } from "./first-run-slot";
import { OverviewGrid } from "./overview-grid";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { member, team } = await requireMember();
  const view = parseView(await searchParams, new Date(), team.timeZone);
  const [profiles, attention, alerts, hasAny, ledger] = await Promise.all([
    listProfiles(getDb(), member.teamId),
    listAttention(getDb(), member.teamId, view.now),
    listOpenAlerts(getDb(), member.teamId),
    hasCalls(getDb(), member.teamId),
    findLedgerState(),
  ]);
  const version = profiles.find(({ slug }) => slug === view.profile)?.version;
  return (
    <>
      <PageHeader title="Overview" scope={describeScope({ ...view, version })}>
        <ScopeControls {...prepareScopeControls(view, profiles, (change) => viewHref("/", { ...view, ...change }))} />
      </PageHeader>
      {ledger ? <LedgerNotices ledger={ledger} /> : null}
      <OverviewNotices attention={attention} alerts={alerts} zone={view.zone} />
      {hasAny ? <FirstCallSlot /> : null}
      {hasAny ? <OverviewGrid ask={{ member, view, scope: prepareScope(member.teamId, view, profiles), profiles }} /> : <FirstRunSlot />}
    </>
  );
}
