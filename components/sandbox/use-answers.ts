"use client";

import { useDeferredValue, useMemo, useState } from "react";
import type { Problems } from "@/lib/core/profile-draft";
import type { Background } from "@/lib/sandbox/background";
import { solveClosedForm } from "@/lib/sandbox/closed-form/solve";
import { composeScenario } from "@/lib/sandbox/compose-scenario";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { SandboxProfile, Scenario } from "@/lib/sandbox/scenario";
import { composeAll, type ComposedAll } from "./compose-all";
import { NO_INPUTS } from "./inputs/change-inputs";

const CALLS = "traffic.callsPerMinute";

/** What the formulas say, at once, of the profiles compared. */
export type Answers = {
  /** Of the last inputs that nothing was wrong with; null when there were none yet. */
  composed: (ComposedAll & { profiles: readonly SandboxProfile[]; results: readonly SimulationResult[]; calm: Calm | null }) | null;
  /** What the fields show: the same, or what would hold if there were any calls. */
  fields: ComposedAll | null;
  /** What is wrong with those that stand there now. */
  problems: Problems;
  /** Whether what is shown is of what stands there now. */
  isCurrent: boolean;
};

/** The profile in force without the trouble that is planned: what that trouble costs is seen beside it. */
export type Calm = { scenario: Scenario; result: SimulationResult };

type Question = { inputs: ScenarioInputs; profiles: readonly SandboxProfile[]; background: Background };

/** A slider moves without waiting for the figures: they follow when there is time. */
export function useAnswers(inputs: ScenarioInputs, profiles: readonly SandboxProfile[], background: Background): Answers {
  const asked = useMemo(() => ({ inputs, profiles, background }), [inputs, profiles, background]);
  const question = useDeferredValue(asked);
  const answer = useMemo(() => answerTo(question), [question]);
  const [last, setLast] = useState<Answers["composed"]>(null);
  if ("composed" in answer && answer.composed !== last) setLast(answer.composed);
  const first = useMemo(() => composeFields(profiles, background), [profiles, background]);
  if ("composed" in answer) return { composed: answer.composed, fields: answer.composed, problems: {}, isCurrent: question === asked };
  return { composed: last, fields: last ?? first, problems: answer.problems, isCurrent: false };
}

/** What the background says where a scenario cannot be composed yet, since nobody knows how many calls there will be. */
function composeFields(profiles: readonly SandboxProfile[], background: Background): ComposedAll | null {
  const composed = composeAll({ inputs: { ...NO_INPUTS, traffic: { callsPerMinute: 1 } }, profiles, background });
  return "problems" in composed ? null : { ...composed, assumptions: composed.assumptions.filter(({ path }) => path !== CALLS) };
}

function answerTo({ inputs, profiles, background }: Question): { composed: NonNullable<Answers["composed"]> } | { problems: Problems } {
  const composed = composeAll({ inputs, profiles, background });
  if ("problems" in composed) return composed;
  return { composed: { ...composed, profiles, results: composed.scenarios.map(solveClosedForm), calm: calmOf({ inputs, profiles, background }) } };
}

function calmOf({ inputs, profiles: [current], background }: Question): Calm | null {
  if (!current || inputs.trouble.length === 0) return null;
  const composed = composeScenario({ inputs: { ...inputs, trouble: [] }, profile: current, background });
  return "scenario" in composed ? { scenario: composed.scenario, result: solveClosedForm(composed.scenario) } : null;
}
