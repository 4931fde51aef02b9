"use client";

import { type ReactNode, useMemo } from "react";
import { CompareTable } from "./compare/compare-table";
import { Panel } from "../panel";
import { describeThin } from "./result/describe-thin";
import { ResultCharts } from "./result/result-charts";
import { NoResult } from "./result/result-states";
import type { ShownProfile } from "./result/shown-profile";
import { RunBar } from "./run-bar";
import { useSandbox } from "./sandbox-context";
import type { Answers } from "./use-answers";
import { useSimulation } from "./use-simulation";

/** What the profiles come to: by formulas as soon as anything moves, simulated as soon as that is done. */
export function ResultPanels({ children }: { /** Stands below the figures, above their pictures. */ children: ReactNode }) {
  const { answers, state, hasUnread, change } = useSandbox();
  const { composed, problems } = answers;
  const simulation = useSimulation(composed, state.run);
  const isSimulated = simulation.answer !== null && simulation.answer.of === composed;
  const results = isSimulated ? simulation.answer?.results : composed?.results;
  const shown = useMemo(() => (composed && results ? shownOf(composed, results) : []), [composed, results]);
  const told = [...new Set(Object.values(problems))];
  const selected = Math.min(state.selected === null ? 0 : state.selected + 1, Math.max(shown.length - 1, 0));
  const scenario = composed?.scenarios[selected];
  return (
    <>
      {told.length > 0 || hasUnread ? <Problems sentences={told} hasLast={composed !== null} /> : null}
      {composed && scenario ? (
        <ResultCharts
          profiles={shown}
          selected={String(selected)}
          trouble={scenario.trouble}
          startsAtMs={scenario.traffic.startsAtMs}
          zone="UTC"
          seed={scenario.seed}
          exact={composed.results[selected] ?? null}
          withheld={describeThin(composed.assumptions)}
          onSelect={(key) => { change({ type: "select", index: key === "0" ? null : Number(key) - 1 }); }}
        >
          <Panel title="Side by side" subtitle={isSimulated ? "Simulated call by call, with breakers, caps and limits as in the gateway." : "By formulas, at once; the simulation follows."} aside={<RunBar simulation={simulation} />}>
            <div aria-busy={!answers.isCurrent} className="aria-busy:opacity-60"><CompareTable id="compare" shown={shown} /></div>
          </Panel>
          {children}
        </ResultCharts>
      ) : (
        <>
          <NoResult why="There are no figures yet: type what is missing, and they stand here." />
          {children}
        </>
      )}
    </>
  );
}

function shownOf({ profiles }: NonNullable<Answers["composed"]>, results: readonly ShownProfile["result"][]): ShownProfile[] {
  return profiles.flatMap(({ version, name }, index) => {
    const result = results[index];
    return result ? [{ key: String(index), name: version === null ? name : `Version ${version}`, isCurrent: index === 0, result }] : [];
  });
}

function Problems({ sentences, hasLast }: { sentences: readonly string[]; hasLast: boolean }) {
  return (
    <div role="status" className="rounded-card border border-warning-line bg-warning-faint px-4 py-3 text-table text-warning">
      <p className="font-medium">{hasLast ? "Something typed needs a look. The figures below are of the last inputs that could be read." : "There are no figures yet."}</p>
      <ul className="mt-1 list-disc pl-4 empty:hidden">{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
    </div>
  );
}
