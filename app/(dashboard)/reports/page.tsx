import type { Metadata } from "next";
import { MonthList } from "@/components/reports/month-list";
import { ReportSettingsForm } from "@/components/reports/settings-form";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelBoundary } from "@/components/panel-boundary";
import { PanelGroup } from "@/components/panel-group";
import { listMembers } from "@/lib/accounts/members";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { getReportSettings } from "@/lib/billing/close/report-settings";
import { type ListedMonth, listMonths } from "@/lib/billing/list-months";
import { nameMonth } from "@/lib/billing/month-range";
import { spent } from "@/lib/billing/paper/cells";
import { formatUsdTotal, parseUsdExact } from "@/lib/core/money";
import { exactUsd, NOT_APPLICABLE } from "@/lib/core/text/amounts";
import { formatCount } from "@/lib/core/text/counts";
import { availability } from "@/lib/core/text/availability";
import { formatTime } from "@/lib/core/text/times";
import { ratio } from "@/lib/core/ratio";
import { getDb } from "@/lib/db";
import { listChannels } from "@/lib/delivery/channels";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { submitSettings } from "./actions";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage() {
  const { member, team } = await requireMember();
  return (
    <>
      <PageHeader title="Reports" scope={`Each month's cost, closed and reconciled. Months and days are cut in ${team.timeZone}.`} />
      <div className="grid grid-cols-1 gap-4">
        <PanelGroup waiting={[{ title: "Months", className: "min-h-60" }, { title: "Closing and sending", className: "min-h-72" }]}>
          <PanelBoundary title="Months" className="min-h-60"><Months teamId={member.teamId} zone={team.timeZone} /></PanelBoundary>
          {isAllowed(member.role, "change the team") ? (
            <div id="closing"><PanelBoundary title="Closing and sending" className="min-h-72"><Settings teamId={member.teamId} /></PanelBoundary></div>
          ) : null}
        </PanelGroup>
      </div>
    </>
  );
}

async function Months({ teamId, zone }: { teamId: string; zone: string }) {
  const months = await withTimeLimit(listMonths(getDb(), teamId, new Date()));
  return (
    <Panel title="Months" subtitle="Grain: calls, with all of their attempts. What a closed month says is what it was closed with.">
      {months.length === 0 ? <p className="py-4 text-body text-muted">No month yet. The first one begins with the team&rsquo;s first call.</p> : <MonthList rows={months.map((month) => rowOf(month, zone))} />}
    </Panel>
  );
}

function rowOf({ month, state, closed, isReopened, calls, attempts, unknownAttempts, spendUsd, correctionsUsd, invoiceDeltaUsd, invoiceUnknown }: ListedMonth, zone: string) {
  const pico = parseUsdExact(spendUsd);
  const version = closed === null ? "" : ` v${closed.version}`;
  return {
    month, name: nameMonth(month),
    state: isReopened ? `Reopened after${version}` : { running: "Running", over: "To be closed", closed: `Closed${version}` }[state],
    calls: formatCount(calls), cost: spent({ spendUsd, attempts, unknownAttempts }).text,
    known: availability(attempts === 0 ? null : ratio(BigInt(attempts - unknownAttempts), BigInt(attempts))), exact: exactUsd(pico),
    corrections: correctionsUsd === "0" ? NOT_APPLICABLE : formatUsdTotal(parseUsdExact(correctionsUsd)),
    // What is unknown of ours would make it less.
    invoices: invoiceDeltaUsd === null ? NOT_APPLICABLE : `${formatUsdTotal(parseUsdExact(invoiceDeltaUsd))}${invoiceUnknown > 0 ? " or less" : ""}`,
    closed: closed === null ? NOT_APPLICABLE : formatTime(closed.closedAt, "date", zone),
  };
}

async function Settings({ teamId }: { teamId: string }) {
  const [settings, members, channels] = await Promise.all([getReportSettings(getDb(), teamId), listMembers(getDb(), teamId), listChannels(getDb(), teamId)]);
  return (
    <Panel title="Closing and sending" subtitle="A month closes by itself on its day, or by an owner on its page.">
      <ReportSettingsForm
        closeDay={settings.closeDay}
        charging={settings.charging}
        members={members.map(({ userId, email }) => ({ id: userId, label: email, isChosen: settings.memberIds.includes(userId) }))}
        channels={channels.map(({ id, name, kind }) => ({ id, label: `${name} (${kind})`, isChosen: settings.channelIds.includes(id) }))}
        save={submitSettings.bind(null, teamId)}
      />
    </Panel>
  );
}
