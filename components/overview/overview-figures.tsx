import type { Savings } from "@/lib/core/savings";
import type { Warc } from "@/lib/core/warc";
import { Explain } from "../explain";
import { Panel } from "../panel";
import { CostBridge } from "./cost-bridge";
import { EffectivePanel, RescuedPanel, SavingsPanel, SpendPanel } from "./money-panels";
import { prepareBridge } from "./prepare-bridge";
import type { Part, TierRow } from "./prepare-parts";
import type { Trend } from "./prepare-trend";
import { TierTable } from "./tier-table";
import { TrendPanel } from "./trend-panel";
import { WarcPanel } from "./warc-panel";

type OverviewFiguresProps = {
  figures: {
    warc: Warc;
    tiers: readonly TierRow[];
    savings: Savings;
    calls: { all: number; served: number; failed: number; aborted: number; rescued: number };
    abortedPico: bigint;
  };
  parts: readonly Part[];
  trend: Trend;
  unit: "hour" | "day";
  zone: string;
  isOneProfile: boolean;
  baselines: readonly string[];
  profileNames: Readonly<Record<string, string>>;
  hrefOf: (filters: Record<string, string | null>) => string;
};

export function OverviewFigures(props: OverviewFiguresProps) {
  const { figures, parts, trend, unit, zone, isOneProfile, baselines, profileNames, hrefOf } = props;
  const { warc, tiers, savings, calls, abortedPico } = figures;
  const bridge = prepareBridge(warc);
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-12">
      <WarcPanel warc={warc} parts={parts} isOneProfile={isOneProfile} className="xl:col-span-7" />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:col-span-5">
        <SpendPanel warc={warc} abortedPico={abortedPico} calls={calls.all} href={hrefOf({})} />
        <SavingsPanel savings={savings} baselines={baselines} />
        <EffectivePanel warc={warc} />
        <RescuedPanel calls={calls} hrefOf={hrefOf} />
      </div>
      <TrendPanel trend={trend} unit={unit} zone={zone} className="xl:col-span-8" />
      <Panel
        title="From primary to effective cost"
        subtitle="USD per million tokens; the steps add up"
        className="xl:col-span-4"
        explain={
          <Explain id="explain-bridge" title="From primary to effective cost">
            <p>
              Primary cost + fallback premium = WARC. WARC weighs every call alike; weighting turns that into a price
              per token served. Waste, the spend of failed attempts, makes it the effective cost.
            </p>
          </Explain>
        }
      >
        {bridge ? (
          <CostBridge rows={bridge} />
        ) : (
          <p className="text-table text-muted">
            {warc.servedKnown === 0 ? "No served call of known cost in this range." : "A step is unknown: the primary of some calls has no price."}
          </p>
        )}
      </Panel>
      {tiers.length === 0 ? null : (
        <TierTable
          warc={warc}
          tiers={tiers}
          isOneProfile={isOneProfile}
          profileName={(id) => profileNames[id] ?? "unknown profile"}
          callsHref={({ endpoint }) => hrefOf({ endpoint })}
          className="xl:col-span-12"
        />
      )}
    </div>
  );
}
