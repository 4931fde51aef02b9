import type { Metadata } from "next";
import { ChannelForm } from "@/components/alerts/channel-form";
import { ChannelsTable } from "@/components/alerts/channels-table";
import { AlertHistory, OtherMessages } from "@/components/alerts/history-list";
import { OpenAlerts } from "@/components/alerts/open-alerts";
import { RulesList } from "@/components/alerts/rules-list";
import { Caveat } from "@/components/notice";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelBoundary } from "@/components/panel-boundary";
import { PanelGroup } from "@/components/panel-group";
import { PanelSlot } from "@/components/panel-slot";
import { isAllowed } from "@/lib/accounts/permissions";
import { listAlertHistory, listOpenAlerts } from "@/lib/alerts/list-alerts";
import { requireMember, type SignedIn } from "@/lib/auth";
import { getDb } from "@/lib/db";
import { listChannels } from "@/lib/delivery/channels";
import { findMailer } from "@/lib/mail";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { addChannel, changeRule, endChannel, retryMessage, tryChannel } from "./actions";
import { readRuleRows } from "./read-rules";

export const metadata: Metadata = { title: "Alerts" };

const NEWEST = 50;

export default async function AlertsPage() {
  const signedIn = await requireMember();
  const { team } = signedIn;
  return (
    <>
      <PageHeader title="Alerts" scope={`What ${team.name} wants to be told of. Times in ${team.timeZone}.`} />
      {findMailer() === null ? (
        <Caveat label="No mail">This installation has no mail server (ROUTELEDGER_SMTP_URL), so nobody is told by e-mail. Webhooks and Slack work without one.</Caveat>
      ) : null}
      <div className="grid grid-cols-1 gap-4">
        <PanelGroup waiting={[{ title: "Open now", className: "min-h-28" }, { title: "Channels", className: "min-h-40" }, { title: "Rules", className: "min-h-140" }]}>
          <PanelBoundary title="Open now" className="min-h-28"><OpenPanel {...signedIn} /></PanelBoundary>
          <PanelBoundary title="Channels" className="min-h-40"><ChannelsPanel {...signedIn} /></PanelBoundary>
          <PanelBoundary title="Rules" className="min-h-140"><RulesPanel {...signedIn} /></PanelBoundary>
        </PanelGroup>
        <PanelSlot title="History" className="min-h-28"><HistoryPanel {...signedIn} /></PanelSlot>
      </div>
    </>
  );
}

function mayManage({ member }: SignedIn): boolean {
  return isAllowed(member.role, "manage alerts");
}

async function OpenPanel({ member, team }: SignedIn) {
  const alerts = await withTimeLimit(listOpenAlerts(getDb(), member.teamId));
  return (
    <Panel title="Open now" subtitle="Judged every minute, and every five minutes where it is compared with other days." className="min-h-28">
      {alerts.length === 0 ? <p className="py-2 text-body text-muted">Nothing.</p> : <OpenAlerts alerts={alerts} zone={team.timeZone} />}
    </Panel>
  );
}

async function ChannelsPanel(signedIn: SignedIn) {
  const { member, team } = signedIn;
  const channels = await withTimeLimit(listChannels(getDb(), member.teamId));
  const actions = { tryChannel: tryChannel.bind(null, team.id), endChannel: endChannel.bind(null, team.id) };
  return (
    <Panel title="Channels" subtitle="Where alerts and reports go beside e-mail." className="min-h-40">
      {mayManage(signedIn) ? (
        <div className="mb-4"><ChannelForm addChannel={addChannel.bind(null, team.id)} /></div>
      ) : (
        <p className="mb-3 text-table text-muted">Your role ({member.role}) may see alerts. Admins and owners change channels and rules.</p>
      )}
      {channels.length === 0 ? null : <ChannelsTable channels={channels} zone={team.timeZone} mayManage={mayManage(signedIn)} actions={actions} />}
    </Panel>
  );
}

async function RulesPanel(signedIn: SignedIn) {
  const rules = await withTimeLimit(readRuleRows(getDb(), signedIn.member));
  return (
    <Panel title="Rules" subtitle="Open one to change its bounds and whom it tells." className="min-h-140">
      <RulesList rules={rules} mayManage={mayManage(signedIn)} changeRule={changeRule.bind(null, signedIn.team.id)} />
    </Panel>
  );
}

async function HistoryPanel(signedIn: SignedIn) {
  const { member, team } = signedIn;
  const { alerts, others } = await withTimeLimit(listAlertHistory(getDb(), member.teamId, NEWEST));
  const rest = { zone: team.timeZone, mayRetry: mayManage(signedIn), retryMessage: retryMessage.bind(null, team.id) };
  return (
    <div className="grid grid-cols-1 gap-4">
      <Panel title="History" subtitle={`The newest ${NEWEST} alerts, and what was told to whom.`} className="min-h-28">
        {alerts.length === 0 ? <p className="py-2 text-body text-muted">No alert yet.</p> : <AlertHistory alerts={alerts} {...rest} />}
      </Panel>
      {others.length === 0 ? null : <Panel title="Reports and tests" subtitle="The newest messages that are about no alert."><OtherMessages deliveries={others} {...rest} /></Panel>}
    </div>
  );
}
