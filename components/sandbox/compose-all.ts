import type { Problems } from "@/lib/core/profile-draft";
import type { Assumption } from "@/lib/sandbox/assumption";
import type { Background } from "@/lib/sandbox/background";
import { composeScenario } from "@/lib/sandbox/compose-scenario";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SandboxProfile, Scenario } from "@/lib/sandbox/scenario";

/** The inputs as scenarios of several profiles, in their order: each sees the same traffic and the same trouble. */
export type ComposedAll = {
  scenarios: readonly Scenario[];
  /** Of all of them, each path once. */
  assumptions: readonly Assumption[];
};

/** Nothing is composed while anything is wrong: figures that rest on different inputs are not comparable. */
export function composeAll(question: { inputs: ScenarioInputs; profiles: readonly SandboxProfile[]; background: Background }): ComposedAll | { problems: Problems } {
  const { inputs, profiles, background } = question;
  const composed = profiles.map((profile) => composeScenario({ inputs, profile, background }));
  const problems: Problems = Object.assign({}, ...composed.map((each) => ("problems" in each ? each.problems : {})));
  if (Object.keys(problems).length > 0) return { problems };
  const good = composed.flatMap((each) => ("scenario" in each ? [each] : []));
  const assumptions = new Map(good.flatMap((each) => each.assumptions.map((assumption) => [assumption.path, assumption] as const)));
  return { scenarios: good.map(({ scenario }) => scenario), assumptions: [...assumptions.values()] };
}
