"use client";

import { type ReactNode, useMemo } from "react";
import { CompareTable } from "./compare/compare-table";
import { Panel } from "../panel";
import { describeThin } from "./result/describe-thin";
import { ResultCharts } from "./result/result-charts";
import { NoResult } from "./result/result-states";
import { Tornado } from "./result/tornado";
import type { ShownProfile } from "./result/shown-profile";
import { RunBar } from "./run-bar";
import { useSandbox } from "./sandbox-context";
import type { Answers } from "./use-answers";
import { useWeighing } from "./use-weighing";
import { useSimulation } from "./use-simulation";

type Composed = NonNullable<Answers["composed"]>;
type ResultPanelsProps = { /** Stands below the figures, above their pictures. */ children: ReactNode };

/** What the profiles come to, and what is wrong with the inputs. */
export function ResultPanels({ children }: ResultPanelsProps) {
  const { answers: { composed, problems }, hasUnread } = useSandbox();
  const told = [...new Set(Object.values(problems))];
  return (
    <>
      {told.length > 0 || hasUnread ? <Problems sentences={told} hasLast={composed !== null} /> : null}
      {composed ? (
        <Results composed={composed}>{children}</Results>
      ) : (
        <>
          <NoResult why="There are no figures yet: type what is missing, and they stand here." />
          {children}
        </>
      )}
    </>
  );
}

/** By formulas as soon as anything moves, simulated as soon as that is done. */
function Results({ composed, children }: ResultPanelsProps & { composed: Composed }) {
  const { answers: { isCurrent }, state, inputs, background, change } = useSandbox();
  const { profiles } = composed;
  const simulation = useSimulation(composed, state.run);
  const simulated = simulation.answer?.of === composed ? simulation.answer.results : null;
  const shown = useMemo(() => shownOf(composed, simulated ?? composed.results), [composed, simulated]);
  const selected = Math.min(state.selected === null ? 0 : state.selected + 1, profiles.length - 1);
  const weighed = useWeighing({ inputs, profiles, background, selected }, isCurrent);
  const scenario = composed.scenarios[selected];
  if (!scenario) return null;
  return (
    <>
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
        <Panel title="Side by side" subtitle={simulated ? "Simulated call by call, with breakers, caps and limits as in the gateway." : "By formulas, at once; the simulation follows."} aside={<RunBar simulation={simulation} />}>
          <div aria-busy={!isCurrent}><CompareTable id="compare" shown={shown} spans={weighed?.spans ?? []} /></div>
        </Panel>
        {children}
      </ResultCharts>
      {weighed?.influences ? <Tornado influences={weighed.influences.influences} base={weighed.influences.base.effectiveUsdPerMillion} name={shown[selected]?.name ?? ""} /> : null}
    </>
  );
}

function shownOf({ profiles }: Composed, results: readonly ShownProfile["result"][]): ShownProfile[] {
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
