import { AvailabilityPanel } from "@/components/overview/availability-panel";
import { CostPanel } from "@/components/overview/cost-panel";
import { CoverageStrip } from "@/components/overview/coverage-strip";
import { MeasureLinks } from "@/components/overview/measure-links";
import { prepareParts } from "@/components/overview/prepare-parts";
import { SavingsPanel } from "@/components/overview/savings-panel";
import { WarcPanel } from "@/components/overview/warc-panel";
import { WastePanel } from "@/components/overview/waste-panel";
import { measureTiers, measureWarc } from "@/lib/core/measure-warc";
import { viewHref } from "@/lib/reports/scope";
import { type Ask, callsHref, readChange, readOverview } from "./ask";

export async function Coverage({ ask }: { ask: Ask }) {
  const { total } = await readOverview(ask.scope);
  return <CoverageStrip coverage={total.warc.coverage} unknownAmounts={total.unknownAmounts} unknownHref={callsHref(ask, { unknown: "1" })} />;
}

export async function WarcCard({ ask, className }: { ask: Ask; className: string }) {
  const { total } = await readOverview(ask.scope);
  const { view } = ask;
  const isOneProfile = view.profile !== null;
  return (
    <WarcPanel
      warc={measureWarc(total.warc, view.measure)}
      parts={prepareParts(measureTiers(total.tiers, view.measure), isOneProfile)}
      isOneProfile={isOneProfile}
      aside={<MeasureLinks current={view.measure} hrefOf={(measure) => viewHref("/", { ...view, measure })} />}
      callsHref={(filters) => callsHref(ask, filters)}
      className={className}
    />
  );
}

export async function CostCard({ ask }: { ask: Ask }) {
  const [{ total }, { now }] = await Promise.all([readOverview(ask.scope), readChange(ask.scope, ask.view.now)]);
  const estimated = now.sums.filter(({ basis }) => basis === "estimated");
  return (
    <CostPanel
      warc={total.warc}
      abortedPico={total.abortedPico}
      calls={total.calls.all}
      estimatedPico={estimated.reduce((sum, { costPico }) => sum + costPico, 0n)}
      unknownAmounts={total.unknownAmounts}
      isRunning={ask.view.range.to > ask.view.now}
      href={callsHref(ask)}
      estimatedHref={callsHref(ask, { estimated: "1" })}
      unknownHref={callsHref(ask, { unknown: "1" })}
    />
  );
}

export async function WasteCard({ ask }: { ask: Ask }) {
  const { total } = await readOverview(ask.scope);
  return <WastePanel warc={measureWarc(total.warc, ask.view.measure)} spendPico={total.warc.spendPico} href={viewHref("/waste", ask.view)} />;
}

export async function SavingsCard({ ask }: { ask: Ask }) {
  const { total } = await readOverview(ask.scope);
  const chosen = ask.profiles.filter(({ slug }) => ask.view.profile === null || slug === ask.view.profile);
  return <SavingsPanel savings={total.savings} baselines={[...new Set(chosen.flatMap(({ baseline }) => baseline ?? []))]} />;
}

export async function AvailabilityCard({ ask }: { ask: Ask }) {
  const { total } = await readOverview(ask.scope);
  return <AvailabilityPanel calls={total.calls} hrefOf={(filters) => callsHref(ask, filters)} />;
}
