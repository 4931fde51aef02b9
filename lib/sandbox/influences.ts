import type { Problems } from "@/lib/core/profile-draft";
import { keyFiguresOf, type KeyFigures } from "./closed-form/key-figures";
import { Machine } from "./closed-form/machine";
import { composeScenario, type ScenarioQuestion } from "./compose-scenario";
import { listTurns, type Basis } from "./influence-turns";
import type { Scenario } from "./scenario";

/** What is looked at while an input moves. */
export type InfluenceFigure = "effectiveUsdPerMillion" | "monthlyUsd" | "availability";
export type InfluenceFigures = Pick<KeyFigures, InfluenceFigure>;

/** One input, and what the result would be at both ends of what it may be. */
export type Influence = {
  /** Where it stands among the inputs, such as `endpoints.groq/llama.success`. */
  path: string;
  label: string;
  /** Where its two ends come from: the range that was typed, what the ledger leaves open, or a tenth less and more. */
  basis: Basis;
  /** Its two ends, in its own unit; a share from 0 to 1, or a factor of 1 for prices and tokens. */
  ends: readonly [low: number, high: number];
  low: InfluenceFigures;
  high: InfluenceFigures;
};

export type Influences = { base: InfluenceFigures; influences: Influence[] };

/** Moves each input by itself to both of its ends, all others in their middle. */
export function findInfluences(question: ScenarioQuestion): Influences | { problems: Problems } {
  const composed = composeScenario(question);
  if ("problems" in composed) return composed;
  const figuresAt = (scenario: Scenario): InfluenceFigures => {
    const { effectiveUsdPerMillion, monthlyUsd, availability } = keyFiguresOf(new Machine(scenario));
    return { effectiveUsdPerMillion, monthlyUsd, availability };
  };
  const influences = listTurns(question.inputs, composed).map(({ turn, ...told }): Influence => {
    const [low, high] = told.ends;
    return { ...told, low: figuresAt(turn(low)), high: figuresAt(turn(high)) };
  });
  return { base: figuresAt(composed.scenario), influences };
}

/** The five that move a figure most, largest first; those that do not move it, or not by a known amount, are left out. */
export function largestInfluences({ influences }: Influences, figure: InfluenceFigure): Influence[] {
  const moveOf = ({ low, high }: Influence) => Math.abs((high[figure] ?? 0) - (low[figure] ?? 0));
  return influences
    .filter((each) => each.low[figure] !== null && each.high[figure] !== null && moveOf(each) > 0)
    .sort((a, b) => moveOf(b) - moveOf(a))
    .slice(0, 5);
}
