"use client";

import { memo, type ReactNode } from "react";
import { PLAIN_BUTTON } from "../button-styles";
import { Panel } from "../panel";
import { Skeleton } from "../skeleton";
import { CompareTable } from "./compare/compare-table";
import { AttemptFunnel } from "./result/attempt-funnel";
import { describeCancelled } from "./result/describe-cancelled";
import { EngineLine } from "./result/engine-line";
import { ResultPatterns } from "./result/result-patterns";
import { NoResult } from "./result/result-states";
import { Scatter } from "./result/scatter";
import { TierTimeline } from "./result/tier-timeline";
import { WarcContributions } from "./result/warc-contributions";
import { Waterfall } from "./result/waterfall";
import { RunBar } from "./run-bar";
import { useSandbox } from "./sandbox-context";
import type { Result } from "./use-result";

/** A running simulation tells of its progress many times a second: what it does not change is not drawn again. */
const SteadyContributions = memo(WarcContributions);
const SteadyTimeline = memo(TierTimeline);
const SteadyWaterfall = memo(Waterfall);
const SteadyFunnel = memo(AttemptFunnel);

/** Of figures beside contributions, by how many profiles there are; where a third column stands, the middle is narrower. */
const COLUMNS: Readonly<Record<number, string>> = { 1: "2xl:grid-cols-2", 2: "2xl:grid-cols-2 min-[105rem]:grid-cols-1" };

type ResultPanelsProps = { result: Result; /** Adds, chooses and edits candidates. */ candidates: ReactNode; /** At the end. */ children: ReactNode };

/** The pictures below the verdict, from what happens when to who computed it. */
export function ResultPanels({ result, candidates, children }: ResultPanelsProps) {
  const { answers: { isCurrent }, change } = useSandbox();
  const { composed, shown, isSimulated, selected, simulation, weighed } = result;
  const [current, chosen, scenario] = [shown[0], shown[selected], composed.scenarios[selected]];
  if (!current || !chosen || !scenario) return null;
  return (
    <>
      <ResultPatterns />
      <Timeline result={result} />
      {candidates}
      <div className={`grid min-w-0 grid-cols-1 items-start gap-4 ${COLUMNS[shown.length] ?? ""}`}>
        <Panel title="Side by side" subtitle={isSimulated ? "Simulated call by call, with breakers, caps and limits as in the gateway." : "By formulas, at once; the simulation follows."} aside={<RunBar simulation={simulation} />}>
          <div aria-busy={!isCurrent || isAwaited(result)}><CompareTable id="compare" shown={shown} spans={weighed?.spans ?? []} /></div>
        </Panel>
        <SteadyContributions profiles={shown} />
      </div>
      {shown.length === 1 ? null : (
        <div className="grid min-w-0 grid-cols-1 items-start gap-4 xl:grid-cols-2">
          <Scatter
            profiles={shown.map(({ key, name, isCurrent: isInForce, result: each }) => ({ key, name, kind: isInForce ? "current" : "candidate", result: each }))}
            onOpen={(key) => { change({ type: "select", index: key === "0" ? null : Number(key) - 1 }); }}
          />
          <SteadyWaterfall current={current} candidate={chosen.isCurrent ? shown[1] ?? chosen : chosen} />
        </div>
      )}
      <SteadyFunnel profile={chosen} />
      <EngineLine result={chosen.result} seed={scenario.seed} exact={composed.results[selected] ?? null} />
      {children}
    </>
  );
}

/** Whether a simulation is still to take the place of the formulas. */
function isAwaited({ isSimulated, simulation: { status } }: Result): boolean {
  return !isSimulated && status !== "cancelled" && status !== "failed";
}

/** Only a simulation tells what happens when: the last one stays until the next is done. */
function Timeline({ result: { last, isSimulated, selected, simulation } }: { result: Result }) {
  const { status, progress, run } = simulation;
  const [shown, scenario] = [last?.shown[selected], last?.of.scenarios[selected]];
  const timeline = shown?.result.timeline;
  if (!isSimulated && (status === "cancelled" || status === "failed")) {
    return (
      <NoResult why={status === "cancelled" ? describeCancelled(progress) : "The simulation ended early: what happens when is not known. The formulas stand."}>
        <button type="button" onClick={run} className={PLAIN_BUTTON}>Run again</button>
      </NoResult>
    );
  }
  if (!shown || !scenario || !timeline) {
    return (
      <div className="grid gap-2">
        <p role="status" className="sr-only">Simulating…</p>
        <Skeleton className="h-116" />
      </div>
    );
  }
  return (
    <div aria-busy={!isSimulated}>
      <SteadyTimeline name={isSimulated ? shown.name : `${shown.name}, before the last change`} timeline={timeline} tiers={shown.result.tiers} trouble={scenario.trouble} startsAtMs={scenario.traffic.startsAtMs} zone="UTC" />
    </div>
  );
}
