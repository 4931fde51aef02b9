import { BridgePanel } from "@/components/overview/bridge-panel";
import { ChangePanel } from "@/components/overview/change-panel";
import { describeCalibration } from "@/components/overview/describe-calibration";
import { describeFact } from "@/components/overview/describe-fact";
import { prepareParts } from "@/components/overview/prepare-parts";
import { prepareProfile } from "@/components/overview/prepare-profiles";
import { prepareTrend } from "@/components/overview/prepare-trend";
import { ProfilesTable } from "@/components/overview/profiles-table";
import { TierTable } from "@/components/overview/tier-table";
import { TrendPanel } from "@/components/overview/trend-panel";
import { WhatChangedPanel } from "@/components/overview/what-changed-panel";
import { formatTime } from "@/components/times";
import { measureTiers, measureWarc } from "@/lib/core/measure-warc";
import type { Range } from "@/lib/core/period";
import { splitWarcChange } from "@/lib/core/warc-change";
import type { Change } from "@/lib/reports/change";
import { getDb } from "@/lib/db";
import { viewHref } from "@/lib/reports/scope";
import { withTimeLimit } from "@/lib/reports/time-limit";
import { listChanges } from "@/lib/reports/what-changed";
import { MIN_CALLS } from "@/lib/scenarios/calibration/compare-prediction";
import { findLatestCalibration } from "@/lib/scenarios/calibration/list-calibrations";
import { type Ask, callsHref, profileName, readChange, readOverview } from "./ask";

type PanelProps = { ask: Ask; className?: string };

export async function TrendOfWarc({ ask, className = "" }: PanelProps) {
  const { total, unit, slots } = await readOverview(ask.scope);
  const { view } = ask;
  const isOneProfile = view.profile !== null;
  const trend = prepareTrend({
    slots: slots.map(({ start, end, figures }) => ({
      start, end,
      warc: measureWarc(figures.warc, view.measure),
      tiers: measureTiers(figures.tiers, view.measure),
      unknownAmounts: figures.unknownAmounts,
    })),
    parts: prepareParts(measureTiers(total.tiers, view.measure), isOneProfile),
    isOneProfile,
    unit,
    range: view.range,
    zone: view.zone,
    now: view.now,
    callsHref: (from, to) => viewHref("/calls", { ...view, preset: null, range: { from, to } }),
  });
  return <TrendPanel trend={trend} unit={unit} zone={view.zone} measure={view.measure} zoom={zoomOf(ask)} className={className} />;
}

/** The page's address without its range, to which the chart adds the part that is dragged over. */
function zoomOf({ view }: Ask): { kept: [string, string][]; isZoomed: boolean } {
  const [, query = ""] = viewHref("/", view, { range: null, from: null, to: null }).split("?");
  return { kept: [...new URLSearchParams(query)], isZoomed: view.preset === null };
}

export async function ChangeOfWarc({ ask, className = "" }: PanelProps) {
  const change = await readChange(ask.scope, ask.view.now);
  const split = splitWarcChange(change.before.tiers, change.now.tiers, ask.view.measure);
  return (
    <ChangePanel change={split} reason={whyNoSplit(change)} against={describeRange(change.before.range, ask)} measure={ask.view.measure} className={className} />
  );
}

function whyNoSplit({ before, now }: Change): string {
  if (now.tiers.length === 0) return "No served call of known cost in this range.";
  if (before.tiers.length === 0) return "No served call of known cost in the period before: there is nothing to compare with.";
  return "A tier served calls without any tokens, so that its price per token is unknown.";
}

export async function WhatChanged({ ask, className = "" }: PanelProps) {
  const [change, latest] = await Promise.all([
    readChange(ask.scope, ask.view.now),
    withTimeLimit(findLatestCalibration(getDb(), ask.member, ask.view.profile)),
  ]);
  const predicted = latest && describeCalibration(latest, MIN_CALLS);
  const facts = listChanges(change).map((fact) => {
    const line = describeFact(fact, (id) => profileName(ask, id));
    const profile = profileName(ask, line.profileId);
    return { ...line, href: viewHref("/calls", { ...ask.view, profile }, line.filters) };
  });
  return (
    <WhatChangedPanel
      facts={facts}
      nothing={change.before.sums.length === 0 ? "There were no calls in the period before: there is nothing to compare with." : "Nothing changed by 1% of the cost or more: the same tiers, tokens and prices as in the period before."}
      against={describeRange(change.before.range, ask)}
      calibration={predicted ? { text: predicted, href: `/profiles/${latest.profile}#predicted` } : null}
      className={className}
    />
  );
}

function describeRange({ from, to }: Range, { view }: Ask): string {
  return `${formatTime(from, "minute", view.zone)} to ${formatTime(to, "minute", view.zone)}`;
}

export async function ProfilesSideBySide({ ask, className = "" }: PanelProps) {
  const { total, profiles } = await readOverview(ask.scope);
  const { view } = ask;
  const rows = profiles.map(({ profileId, figures }) => {
    const name = profileName(ask, profileId);
    const own = { ...view, profile: name };
    return { ...prepareProfile(profileId, figures, view.measure), name, href: viewHref("/", own), callsHref: viewHref("/calls", own) };
  });
  return <ProfilesTable rows={rows} total={prepareProfile("total", total, view.measure)} measure={view.measure} className={className} />;
}

export async function Tiers({ ask, className = "" }: PanelProps) {
  const { total } = await readOverview(ask.scope);
  const { measure, profile } = ask.view;
  return (
    <TierTable
      warc={measureWarc(total.warc, measure)}
      tiers={measureTiers(total.tiers, measure)}
      isOneProfile={profile !== null}
      profileName={(id) => profileName(ask, id)}
      callsHref={({ profileId }, filters) => callsHref(ask, { profile: profileName(ask, profileId), ...filters })}
      exportHref={(format) => viewHref("/api/export/tiers", ask.view, { format })}
      className={className}
    />
  );
}

export async function Bridge({ ask, className = "" }: PanelProps) {
  const { total } = await readOverview(ask.scope);
  return <BridgePanel warc={measureWarc(total.warc, ask.view.measure)} className={className} />;
}
