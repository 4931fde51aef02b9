"use client";

import { memo, type ReactNode } from "react";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { Trouble } from "@/lib/sandbox/scenario";
import { AttemptFunnel } from "./attempt-funnel";
import { EngineLine } from "./engine-line";
import { ResultPatterns } from "./result-patterns";
import { Scatter } from "./scatter";
import type { ShownProfile } from "./shown-profile";
import { TierTimeline } from "./tier-timeline";
import { Verdict } from "./verdict";
import { WarcContributions } from "./warc-contributions";
import { Waterfall } from "./waterfall";

type ResultChartsProps = {
  /** The profile in force, then the candidates. */
  profiles: readonly ShownProfile[];
  /** The key of that which is looked at in detail. */
  selected: string;
  trouble: readonly Trouble[];
  startsAtMs: number;
  zone: string;
  seed: number;
  /** What formulas say of the selected profile, to hold a simulation against; null where they do not hold. */
  exact: SimulationResult | null;
  /** Why no verdict may be given; null when it may. */
  withheld: string | null;
  onSelect?: (key: string) => void;
  /** Stands below the verdict, such as the figures as a table. */
  children?: ReactNode;
};

/** A running simulation tells of its progress many times a second: what it does not change is not drawn again. */
const SteadyContributions = memo(WarcContributions);
const SteadyTimeline = memo(TierTimeline);
const SteadyWaterfall = memo(Waterfall);
const SteadyFunnel = memo(AttemptFunnel);

/** All that is drawn of a result: the verdict, what it rests on, and who computed it. */
export function ResultCharts({ profiles, selected, trouble, startsAtMs, zone, seed, exact, withheld, onSelect, children }: ResultChartsProps) {
  const current = profiles.find(({ isCurrent }) => isCurrent);
  const shown = profiles.find(({ key }) => key === selected) ?? current;
  if (!current || !shown) return null;
  const { timeline, tiers } = shown.result;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4">
      <ResultPatterns />
      {shown.isCurrent ? null : <Verdict current={current} candidate={shown} withheld={withheld} />}
      {children}
      <div className="grid min-w-0 grid-cols-1 gap-4 2xl:grid-cols-2">
        <SteadyContributions profiles={profiles} />
        <Scatter
          profiles={profiles.map(({ key, name, isCurrent, result }) => ({ key, name, kind: isCurrent ? "current" : "candidate", result }))}
          {...(onSelect ? { onOpen: onSelect } : {})}
        />
      </div>
      {timeline ? <SteadyTimeline name={shown.name} timeline={timeline} tiers={tiers} trouble={trouble} startsAtMs={startsAtMs} zone={zone} /> : null}
      {shown.isCurrent ? null : <SteadyWaterfall current={current} candidate={shown} />}
      <SteadyFunnel profile={shown} />
      <EngineLine result={shown.result} seed={seed} exact={exact} />
    </div>
  );
}
