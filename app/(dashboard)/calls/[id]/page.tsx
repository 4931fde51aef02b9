import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AttemptCard } from "@/components/calls/attempt-card";
import { AttemptTimeline } from "@/components/calls/attempt-timeline";
import { CallFacts } from "@/components/calls/call-facts";
import { CallSteps } from "@/components/calls/call-steps";
import { describeDecision } from "@/components/calls/describe-decision";
import { LedgerEntries } from "@/components/calls/ledger-entries";
import { PlanList } from "@/components/calls/plan-list";
import { preparePlan } from "@/components/calls/prepare-plan";
import { prepareTimeline } from "@/components/calls/prepare-timeline";
import { CopyButton } from "@/components/copy-button";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import { formatTime } from "@/components/times";
import { requireMember } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { findCall } from "@/lib/reports/call";
import { findNeighbours } from "@/lib/reports/calls";
import { listProfiles } from "@/lib/reports/profiles";
import type { SearchParams } from "@/lib/reports/scope";
import { readListView } from "../list-view";
import { factsOf } from "./call-summary";
import { ElsewherePanel } from "./elsewhere-panel";

export const metadata: Metadata = { title: "Call" };

type CallPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function CallPage({ params, searchParams }: CallPageProps) {
  const { member, team } = await requireMember();
  const [call, profiles] = await Promise.all([findCall(getDb(), member.teamId, (await params).id), listProfiles(getDb(), member.teamId)]);
  if (!call) notFound();
  const { view: { zone }, scope, filters, hrefOf } = readListView(await searchParams, new Date(), team.timeZone, member.teamId, profiles);
  const { newer, older } = await findNeighbours(getDb(), scope, filters, call.id);
  const tried = new Set(call.attempts.map(({ endpoint }) => endpoint));
  const hasUntried = call.plan.some(({ kept, endpoint }) => kept && !tried.has(endpoint));
  return (
    <>
      <CallSteps listHref={hrefOf({})} newerHref={newer && hrefOf({}, `/calls/${newer}`)} olderHref={older && hrefOf({}, `/calls/${older}`)} />
      <PageHeader title={`Call of ${formatTime(call.startedAt, "second", zone)}`} scope={`${call.id} · times in ${zone}`}>
        <div className="flex flex-wrap items-center gap-3">
          {call.profileVersion === null ? null : (
            <Link href={`/sandbox?${new URLSearchParams({ profile: call.profileSlug, replay: call.id })}`} className="text-table text-brand underline underline-offset-2">Replay in sandbox</Link>
          )}
          <CopyButton text={call.id} label="Copy id" />
        </div>
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 gap-4">
          <Panel title="Attempts" subtitle="One bar an attempt, from the call's start">
            {call.attempts.length === 0 ? (
              <p className="text-table text-muted">No provider was asked.</p>
            ) : (
              <AttemptTimeline timeline={prepareTimeline(call.attempts, call.totalMs)} />
            )}
          </Panel>
          <section aria-label="Cost and decisions" className="grid gap-4">
            {call.attempts.map((attempt, index) => (
              <AttemptCard
                key={attempt.id}
                attempt={attempt}
                decision={describeDecision(attempt, call.attempts[index + 1], { ...call, hasUntried })}
                zone={zone}
              />
            ))}
          </section>
          <PanelSlot title="Same tokens elsewhere" className="min-h-40">
            <ElsewherePanel call={call} teamId={member.teamId} zone={zone} hrefOf={(endpoint) => hrefOf({ endpoint })} />
          </PanelSlot>
        </div>
        <div className="grid min-w-0 gap-4">
          <Panel title="Summary"><CallFacts facts={factsOf(call)} /></Panel>
          <Panel title="Plan" subtitle="As it was when the call came, and what became of it">
            <PlanList rows={preparePlan(call.plan, call)} />
          </Panel>
          <Panel title="Ledger entries" subtitle="Never changed once written">
            <LedgerEntries callId={call.id} attempts={call.attempts} />
          </Panel>
        </div>
      </div>
    </>
  );
}
