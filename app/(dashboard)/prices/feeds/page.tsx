import type { Metadata } from "next";
import Link from "next/link";
import { plural } from "@/components/counts";
import { ActButton } from "@/components/form/act-button";
import { FeedForm, PresetButton } from "@/components/feeds/feed-form";
import { FeedList, type FeedRow } from "@/components/feeds/feed-list";
import { ProposalList, type ProposalRow } from "@/components/feeds/proposal-list";
import { ConfirmButton } from "@/components/form/confirm-button";
import { PageHeader } from "@/components/page-header";
import { Panel } from "@/components/panel";
import { PanelBoundary } from "@/components/panel-boundary";
import { PanelGroup } from "@/components/panel-group";
import { describeClassPrices, describeSteps } from "@/components/providers/describe-price";
import { NotAllowedNote } from "@/components/providers/not-allowed-note";
import { formatTime } from "@/components/times";
import { isAllowed } from "@/lib/accounts/permissions";
import { requireMember } from "@/lib/auth";
import type { Price } from "@/lib/core/price";
import { getDb } from "@/lib/db";
import { FEED_PRESETS } from "@/lib/feeds/kinds";
import { type ListedFeed, listFeeds, listProposals, type WaitingProposal } from "@/lib/feeds/list-feeds";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { submitDecision, submitFeed, submitReading, submitRemoval } from "./actions";

export const metadata: Metadata = { title: "Price feeds" };

/** With nothing in them, sentences wrapped: what comes below does not move when they are read. */
const WAITING_HEIGHT = "min-h-38 sm:min-h-29";
const FEEDS_HEIGHT = "min-h-55 sm:min-h-46";

export default async function FeedsPage() {
  const { member, team } = await requireMember();
  const mayChange = isAllowed(member.role, "change the catalog");
  const of = { teamId: team.id, zone: team.timeZone, mayChange };
  return (
    <>
      <PageHeader title="Price feeds" scope={<><Link href="/prices" className="text-brand underline underline-offset-2">Prices</Link> that keep themselves true. Times in {team.timeZone}.</>} />
      <div className="grid grid-cols-1 gap-4">
        {mayChange ? null : <NotAllowedNote role={member.role} />}
        <PanelGroup waiting={[{ title: "Waiting for you", className: WAITING_HEIGHT }, { title: "Feeds", className: FEEDS_HEIGHT }]}>
          <PanelBoundary title="Waiting for you" className={WAITING_HEIGHT}><Proposals {...of} /></PanelBoundary>
          <PanelBoundary title="Feeds" className={FEEDS_HEIGHT}><Feeds {...of} /></PanelBoundary>
          {mayChange ? <Panel title="Add another feed"><FeedForm save={submitFeed.bind(null, team.id)} /></Panel> : null}
        </PanelGroup>
      </div>
    </>
  );
}

type Of = { teamId: string; zone: string; mayChange: boolean };

async function Proposals({ teamId, zone, mayChange }: Of) {
  const rows = (await withTimeLimit(listProposals(getDb(), teamId, new Date()))).map((proposal) => prepareProposal(proposal, zone));
  const decide = submitDecision.bind(null, teamId);
  return (
    <Panel title="Waiting for you" subtitle="What a feed says and is hard to believe. It changes nothing until somebody approves it." className={WAITING_HEIGHT}>
      {rows.length === 0 ? <p className="py-2 text-body text-muted">Nothing waits: every change was taken, or decided.</p> : (
        <ProposalList
          rows={rows}
          buttonsOf={({ id, endpoint, mayApprove }) => mayChange ? (
            <>
              {mayApprove ? <ActButton label="Approve" name={`Approve the price of ${endpoint}`} busyLabel="Approving…" action={decide} values={{ id, decision: "approve" }} /> : null}
              <ActButton label="Refuse" name={`Refuse the price of ${endpoint}`} busyLabel="Refusing…" action={decide} values={{ id, decision: "refuse" }} />
            </>
          ) : null}
        />
      )}
    </Panel>
  );
}

async function Feeds({ teamId, zone, mayChange }: Of) {
  const feeds = await withTimeLimit(listFeeds(getDb(), teamId, new Date()));
  const presets = FEED_PRESETS.filter(({ url }) => !feeds.some((feed) => feed.url === url));
  const [read, remove, save] = [submitReading.bind(null, teamId), submitRemoval.bind(null, teamId), submitFeed.bind(null, teamId)];
  return (
    <Panel title="Feeds" subtitle="A change is in force from the next quarter-hour on. A feed that cannot be read leaves the prices as they are. What was agreed with you wins over all of them." className={FEEDS_HEIGHT}>
      {feeds.length === 0 ? <p className="py-2 text-body text-muted">No feed yet: list prices change only where somebody enters them.</p> : (
        <FeedList
          rows={feeds.map((feed) => prepareFeed(feed, zone))}
          buttonsOf={({ id, name }) => mayChange ? (
            <>
              <ActButton label="Read now" name={`Read ${name} now`} busyLabel="Reading…" action={read} values={{ id }} />
              <ConfirmButton label="Remove" name={`Remove ${name}`} title={`Remove ${name}?`} confirmLabel="Remove" busyLabel="Removing…" action={remove} values={{ id }}>
                The prices that it brought stay. What it proposed and nobody decided is gone.
              </ConfirmButton>
            </>
          ) : null}
        />
      )}
      {mayChange && presets.length > 0 ? <div className="mt-4 flex flex-wrap gap-3">{presets.map((preset) => <PresetButton key={preset.url} save={save} preset={preset} />)}</div> : null}
    </Panel>
  );
}

function prepareFeed({ id, name, url, everyHours, triedAt, readAt, problem, isOld, reading }: ListedFeed, zone: string): FeedRow {
  const ambiguous = reading && reading.ambiguous.length > 0 ? ` It says several things of ${reading.ambiguous.slice(0, 5).join(", ")}: say how coarsely they keep their weights.` : "";
  return {
    id, name, url, isOld,
    schedule: everyHours === 0 ? "Read by hand alone" : `Read every ${plural(everyHours, "hour")}`,
    read: readAt ? formatTime(readAt, "minute", zone) : "never",
    problem: problem === "" ? null : `Could not be read${triedAt ? ` at ${formatTime(triedAt, "minute", zone)}` : ""}: ${problem}. The old prices stand.`,
    found: reading && `${plural(reading.prices, "price")} in it, of ${plural(reading.matched, "endpoint")} of yours; ${reading.proposed} of the last reading to be decided${reading.unread > 0 ? `, ${plural(reading.unread, "entry", "entries")} in a form that is not known` : ""}.${ambiguous}`,
    changes: reading?.changes ?? [],
  };
}

function prepareProposal({ id, endpointId, providerId, endpoint, feed, reason, createdAt, before, after }: WaitingProposal, zone: string): ProposalRow {
  return {
    id, endpoint, feed, reason, href: `/providers/${providerId}/${endpointId}`, since: formatTime(createdAt, "minute", zone),
    before: before ? wordsOf(before) : "Unknown",
    after: after.price ? wordsOf(after.price) : `${after.said}. It cannot be kept: enter the right price at the endpoint, if it has changed`,
    mayApprove: after.price !== null,
  };
}

function wordsOf(price: Price): string {
  return [describeClassPrices(price.base), ...describeSteps(price)].join(". ");
}
