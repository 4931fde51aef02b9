import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CloseButton, ReopenButton } from "@/components/reports/close-buttons";
import { PaperView } from "@/components/reports/paper-view";
import { MonthSwitch, ReportLinks } from "@/components/reports/report-links";
import { StateStepper } from "@/components/reports/state-stepper";
import { Versions } from "@/components/reports/versions";
import { Notice } from "@/components/notice";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelSlot } from "@/components/panel-slot";
import type { Member } from "@/lib/accounts/member";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import { verifyClosedMonth } from "@/lib/billing/close/closed-month";
import { type OpenedMonth, openMonth } from "@/lib/billing/list-months";
import { MonthError } from "@/lib/billing/month-error";
import { nameMonth } from "@/lib/billing/month-range";
import { paperStateOf } from "@/lib/billing/paper/paper-state";
import { preparePaper } from "@/lib/billing/paper/prepare-paper";
import { addMonths, isMonth, monthOf } from "@/lib/core/month";
import type { PaperLink } from "@/lib/core/paper";
import { getDb } from "@/lib/db";
import { firstValues, type SearchParams } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { submitClose, submitReopen } from "../actions";

type MonthPageProps = { params: Promise<{ month: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: MonthPageProps): Promise<Metadata> {
  const { month } = await params;
  return { title: isMonth(month) ? `Report of ${nameMonth(month)}` : "Report" };
}

export default async function MonthPage({ params, searchParams }: MonthPageProps) {
  const { member, team } = await requireMember();
  const { month } = await params;
  if (!isMonth(month)) notFound();
  const now = new Date();
  const running = monthOf(now, team.timeZone);
  const [before, after] = [addMonths(month, -1), addMonths(month, 1)].map((each) => ({ month: each, name: nameMonth(each) }));
  const closing = /^[1-9]\d{0,8}$/.exec(firstValues(await searchParams)["closing"] ?? "")?.[0];
  return (
    <>
      <PageHeader title={`Report of ${nameMonth(month)}`} scope={`${team.name}. Days in the zone of the report; all figures are of calls with all of their attempts.`}>
        <MonthSwitch before={before ?? null} after={after && after.month <= running ? after : null} />
      </PageHeader>
      {month > running ? (
        <Notice title={`${nameMonth(month)} has not begun yet`}>There is nothing to report before its first day.</Notice>
      ) : (
        <PanelSlot title="Report" className="min-h-screen"><Report member={member} month={month} now={now} closing={closing === undefined ? null : Number(closing)} /></PanelSlot>
      )}
    </>
  );
}

async function Report({ member, month, now, closing }: { member: Member; month: string; now: Date; closing: number | null }) {
  const { teamId } = member;
  const opened = await withTimeLimit(openMonth(getDb(), { teamId, month, now, ...(closing !== null && { version: closing }) }).catch(refusalOf));
  if (opened === null) return <Notice title="No such version">{nameMonth(month)} was never closed as version {closing}.</Notice>;
  if (opened instanceof MonthError) return <Notice title="No report">{opened.message}.</Notice>;
  const { report } = opened;
  const versions = await verifyClosedMonth(getDb(), { teamId, month });
  const state = paperStateOf(opened);
  const hrefOf = (link: PaperLink) => callsHref(link, report);
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <StateStepper state={state.state} version={state.version} />
        <div className="flex flex-wrap items-center gap-2">
          <ReportLinks month={month} closing={closing} maySet={isAllowed(member.role, "change the team")} />
          <Closing member={member} month={month} opened={opened} />
        </div>
      </div>
      <OpenItems opened={opened} />
      <PaperView paper={preparePaper(report, state)} hrefOf={hrefOf} />
      {versions.length === 0 ? null : <Panel title="Versions" subtitle="What was closed, and whether it still is what it was."><Versions month={month} shown={state.version} versions={versions} /></Panel>}
    </div>
  );
}

function refusalOf(error: unknown): MonthError {
  if (error instanceof MonthError) return error;
  throw error;
}

function OpenItems({ opened: { standing, closed } }: { opened: OpenedMonth }) {
  const { openItems, state } = standing;
  if (closed || state === "running" || openItems.length === 0) return null;
  return <Notice title="Missing before this month is surely final">{openItems.map(({ text }) => `${text}.`).join(" ")}</Notice>;
}

function Closing({ member, month, opened: { standing, closed } }: { member: Member; month: string; opened: OpenedMonth }) {
  const { state, version, isReopened, openItems } = standing;
  if (!isAllowed(member.role, "close months") || state === "running") return null;
  const name = nameMonth(month);
  if (version !== null && !isReopened) return <ReopenButton month={month} name={name} version={version} reopen={submitReopen.bind(null, member.teamId)} />;
  if (closed) return null;
  return <CloseButton month={month} name={name} nextVersion={(version ?? 0) + 1} openItems={openItems.map(({ text }) => text)} close={submitClose.bind(null, member.teamId)} />;
}

/** Calls of the month in its own zone and bounds, whatever the page's range is. */
function callsHref(link: PaperLink, { from, to, zone }: { from: string; to: string; zone: string }): string {
  if (link.to === "call") return `/calls/${encodeURIComponent(link.id)}`;
  const range = link.day ?? { from, to };
  return `/calls?${new URLSearchParams({ ...range, zone, ...link.filters })}`;
}
