import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { NOT_APPLICABLE, UNKNOWN } from "@/components/amounts";
import { AttemptCard } from "@/components/calls/attempt-card";
import { AttemptTimeline } from "@/components/calls/attempt-timeline";
import { CallFacts } from "@/components/calls/call-facts";
import { CallCost } from "@/components/calls/calls-table";
import { describeDecision } from "@/components/calls/describe-decision";
import { OutcomeMark } from "@/components/calls/outcome-mark";
import { PlanList } from "@/components/calls/plan-list";
import { prepareTimeline } from "@/components/calls/prepare-timeline";
import { CopyButton } from "@/components/copy-button";
import { formatDuration } from "@/components/counts";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { formatTime } from "@/components/times";
import { requireMember } from "@/lib/auth";
import { formatUsd } from "@/lib/core/money";
import { getDb } from "@/lib/db";
import { type CallDetail, findCall } from "@/lib/reports/call";
import { parseView, type SearchParams } from "@/lib/reports/scope";

export const metadata: Metadata = { title: "Call" };

type CallPageProps = { params: Promise<{ id: string }>; searchParams: Promise<SearchParams> };

export default async function CallPage({ params, searchParams }: CallPageProps) {
  const { member, team } = await requireMember();
  const call = await findCall(getDb(), member.teamId, (await params).id);
  if (!call) notFound();
  const { zone } = parseView(await searchParams, new Date(), team.timeZone);
  const tried = new Set(call.attempts.map(({ endpoint }) => endpoint));
  const hasUntried = call.plan.some(({ kept, endpoint }) => kept && !tried.has(endpoint));
  return (
    <>
      <p className="mb-2 text-table">
        <Link href="/calls" className="text-brand underline-offset-2 hover:underline">Calls</Link>
      </p>
      <PageHeader title={`Call of ${formatTime(call.startedAt, "second", zone)}`} scope={`${call.id} · times in ${zone}`}>
        <CopyButton text={call.id} label="Copy id" />
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
        </div>
        <div className="grid min-w-0 gap-4">
          <Panel title="Summary"><CallFacts facts={factsOf(call)} /></Panel>
          <Panel title="Plan" subtitle="As it was when the call came, and what became of it">
            <PlanList plan={call.plan} tried={tried} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function factsOf(call: CallDetail) {
  const { profileSlug, profileVersion, baseline, servedCostPico, primaryCostPico, baselineCostPico, tags } = call;
  const isServed = call.outcome === "served";
  const amount = (pico: bigint | null) => (pico === null ? (isServed ? UNKNOWN : NOT_APPLICABLE) : formatUsd(pico));
  return [
    { term: "Outcome", value: <OutcomeMark {...call} /> },
    { term: "Cost of all attempts", value: <CallCost {...call} /> },
    { term: "Of it, served", value: amount(servedCostPico) },
    { term: "Same tokens at the primary", value: amount(primaryCostPico) },
    ...(baseline === null ? [] : [{ term: `Same tokens at ${baseline}`, value: amount(baselineCostPico) }]),
    { term: "Served by", value: call.servedTier === null ? NOT_APPLICABLE : `Tier ${call.servedTier}, ${call.servedEndpoint ?? ""}` },
    { term: "Profile", value: profileVersion === null ? profileSlug : `${profileSlug} v${profileVersion}` },
    { term: "Asked for", value: call.requestedModel },
    { term: "API key", value: call.keyName ?? NOT_APPLICABLE },
    { term: "Status", value: `${call.httpStatus}${call.stream ? ", streamed" : ""}` },
    { term: "Time", value: formatDuration(call.totalMs) },
    { term: "First token", value: call.firstTokenMs === null ? NOT_APPLICABLE : formatDuration(call.firstTokenMs) },
    { term: "Gateway overhead", value: `${(call.overheadUs / 1_000).toFixed(2)} ms` },
    ...Object.entries(tags).map(([key, value]) => ({ term: `Tag ${key}`, value })),
  ];
}
