"use client";

import { useMemo } from "react";
import { listThin } from "@/lib/sandbox/estimate";
import { describeThin } from "./result/describe-thin";
import type { ShownProfile } from "./result/shown-profile";
import { useSandbox } from "./sandbox-context";
import type { Answers } from "./use-answers";
import { type Simulation, useSimulation } from "./use-simulation";
import { useWeighing } from "./use-weighing";
import type { Weighed } from "./worker-messages";

type Composed = NonNullable<Answers["composed"]>;

/** All that is shown of the last inputs that nothing was wrong with. */
export type Result = {
  composed: Composed;
  /** Simulated where that is done, else by formulas. */
  shown: readonly ShownProfile[];
  isSimulated: boolean;
  /** Which of them is looked at in detail, from 0. */
  selected: number;
  /** The profile in force without the trouble; null where none is planned. */
  calm: ShownProfile | null;
  simulation: Simulation;
  /** The last simulation, though inputs have moved since; null before the first. */
  last: { of: Composed; shown: readonly ShownProfile[] } | null;
  weighed: Weighed | null;
  /** Why no verdict may be given; null when it may. */
  withheld: string | null;
};

/** By formulas as soon as anything moves, simulated as soon as that is done. null while there are no figures. */
export function useResult(): Result | null {
  const { answers: { composed, isCurrent }, state, inputs, current, candidates, background } = useSandbox();
  const profiles = useMemo(() => composed?.profiles ?? [current, ...candidates], [composed, current, candidates]);
  const selected = Math.min(state.selected === null ? 0 : state.selected + 1, profiles.length - 1);
  const simulation = useSimulation(composed, state.run);
  const weighed = useWeighing({ inputs, profiles, background, selected }, isCurrent && composed !== null);
  const answer = simulation.answer;
  const last = useMemo(() => (answer ? { of: answer.of, shown: shownOf(answer.of, answer.results) } : null), [answer]);
  const formulas = useMemo(() => (composed ? shownOf(composed, composed.results) : []), [composed]);
  if (!composed) return null;
  const isSimulated = last?.of === composed;
  const calm = isSimulated ? answer?.calm : composed.calm?.result;
  return {
    composed, isSimulated, selected, simulation, last, weighed,
    shown: isSimulated ? last.shown : formulas,
    calm: calm ? { key: "calm", name: "Without trouble", isCurrent: true, result: calm } : null,
    withheld: describeThin(weighed?.comparison?.withheldFor ?? listThin(composed.assumptions)),
  };
}

function shownOf({ profiles }: Composed, results: readonly ShownProfile["result"][]): ShownProfile[] {
  return profiles.flatMap(({ version, name }, index) => {
    const result = results[index];
    return result ? [{ key: String(index), name: version === null ? name : `Version ${version}`, isCurrent: index === 0, result }] : [];
  });
}
