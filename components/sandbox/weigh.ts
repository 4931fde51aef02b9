import { type Comparison, compareProfiles } from "@/lib/sandbox/compare";
import type { ScenarioQuestion } from "@/lib/sandbox/compose-scenario";
import { estimate } from "@/lib/sandbox/estimate";
import { findInfluences } from "@/lib/sandbox/influences";
import type { Weighed, WeighMessage } from "./worker-messages";

/** As many as make an interval steady to two digits. */
const DRAWS = 200;

/** What ranges and records leave open, and what matters most. */
export function* weigh({ questions, selected }: Omit<WeighMessage, "type">): Generator<never, Weighed> {
  const spans = questions.map((question) => {
    const estimated = estimate({ ...question, draws: DRAWS });
    return "result" in estimated ? estimated.result.intervals : null;
  });
  const chosen = questions[selected];
  const found = chosen && findInfluences(chosen);
  return { spans, influences: found && "influences" in found ? found : null, comparison: compare(questions[0], selected === 0 ? undefined : chosen) };
}

function compare(current: ScenarioQuestion | undefined, candidate: ScenarioQuestion | undefined): Comparison | null {
  if (!current || !candidate) return null;
  const compared = compareProfiles({ inputs: current.inputs, background: current.background, current: current.profile, candidate: candidate.profile, draws: DRAWS });
  return "deltas" in compared ? compared : null;
}
