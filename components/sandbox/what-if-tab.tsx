"use client";

import { type ReactNode, useRef } from "react";
import { formatCount } from "../counts";
import { AssumptionsPanel } from "./assumptions/assumptions-panel";
import { CandidateInvitation } from "./candidates/invitation";
import { CandidateList } from "./candidates/candidate-list";
import { ExportResult } from "./export/export-result";
import { findPreset } from "./find-preset";
import { FloorsPanel } from "./floors-panel";
import { InputsPanel } from "./inputs/inputs-panel";
import { InputProblems } from "./inputs/input-problems";
import { FiguresStrip } from "./result/figures-strip";
import { NoResult } from "./result/result-states";
import { Tornado } from "./result/tornado";
import { ResultPanels } from "./result-panels";
import { useScenarioWords } from "./use-scenario-words";
import { useSandbox } from "./sandbox-context";
import { type Result, useResult } from "./use-result";

/** Inputs on the left, what they come to in the middle, what that rests on at the right or below. */
export function WhatIfTab({ publish }: { /** The way to make a candidate the profile. */ publish: ReactNode }) {
  const result = useResult();
  const page = useRef<HTMLDivElement>(null);
  const { candidates: { length } } = useSandbox();
  const candidates = length === 0 ? <CandidateInvitation /> : <CandidateList>{publish}</CandidateList>;
  return (
    <div ref={page} className="flex flex-col gap-4 lg:grid lg:grid-cols-[19rem_minmax(0,1fr)] lg:items-start min-[105rem]:grid-cols-[19rem_minmax(0,1fr)_20rem]">
      <div className="max-lg:order-2 lg:sticky lg:top-4 lg:row-span-2 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:rounded-card print:hidden"><InputsPanel /></div>
      {/* On a phone both parts stand in the outer column, so that the figures stay in view above the inputs as well. */}
      <div className="contents lg:col-start-2 lg:row-start-1 lg:flex lg:min-w-0 lg:flex-col lg:gap-4">
        {result ? <div className="sticky top-0 z-10 -my-2 bg-ground py-2 max-lg:order-1 print:static"><Strip result={result} /></div> : null}
        <div className="grid min-w-0 grid-cols-1 gap-4 max-lg:order-3">
          <InputProblems />
          {result ? <ResultPanels result={result} candidates={candidates}><ExportResult result={result} page={page} /></ResultPanels> : <><NoFigures />{candidates}</>}
        </div>
      </div>
      <div className="grid min-w-0 grid-cols-1 items-start gap-4 max-lg:order-4 lg:col-start-2 xl:grid-cols-2 min-[105rem]:col-start-3 min-[105rem]:row-start-1 min-[105rem]:grid-cols-1">
        <AssumptionsPanel />
        <div className="grid min-w-0 grid-cols-1 gap-4">
          {result?.weighed?.influences ? <Tornado influences={result.weighed.influences.influences} base={result.weighed.influences.base.effectiveUsdPerMillion} name={result.shown[result.selected]?.name ?? ""} /> : null}
          <FloorsPanel />
        </div>
      </div>
    </div>
  );
}

function Strip({ result: { shown, selected, calm, weighed, withheld, isSimulated, simulation } }: { result: Result }) {
  const trouble = useScenarioWords();
  const [current, after] = [shown[0], shown[selected]];
  if (!current || !after) return null;
  const { status, progress: { calls, ofCalls } } = simulation;
  const told = isSimulated ? `Simulated, ${formatCount(Math.round(after.result.calls))} calls`
    : status === "running" && ofCalls > 0 ? `By formulas; simulating, ${Math.floor((100 * calls) / ofCalls)}%` : "By formulas";
  return <FiguresStrip question={{ after, before: after.isCurrent ? calm : current, comparison: weighed?.comparison ?? null, withheld, trouble }} status={after.isCurrent || trouble === "" ? told : `${trouble}. ${told}`} />;
}

/** Where a team has no traffic to go by, a press gives it some. */
function NoFigures() {
  const { inputs, current, background, change } = useSandbox();
  const typed = { ...inputs, traffic: { ...inputs.traffic, callsPerMinute: 60 } };
  const preset = findPreset(inputs, current, background);
  return (
    <NoResult why="There are no figures yet: type what is missing, and they stand here.">
      {inputs.traffic.callsPerMinute === undefined ? (
        <button
          type="button"
          // A preset's trouble is at the peak, which there is none of without calls.
          onClick={() => { change({ type: "set inputs", inputs: preset ? preset.apply(typed, current, background) : typed }); }}
          className="h-9 rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong"
        >
          Try it with 60 calls a minute
        </button>
      ) : null}
    </NoResult>
  );
}
