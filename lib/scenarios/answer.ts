import type { Assumption } from "@/lib/sandbox/assumption";
import { listThin } from "@/lib/sandbox/estimate";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import { answerSchema, type BacktestAnswer, type ScenarioAnswer } from "./answer-schema";

type Solved = { result: SimulationResult; assumptions: readonly Assumption[]; backtest: BacktestAnswer | null; profile: SandboxProfile; seed: number };

/** A result as the API and the command line give it: by names, without ids, timelines and exact sums. */
export function prepareAnswer({ result, assumptions, backtest, profile: { slug, version }, seed }: Solved): ScenarioAnswer {
  return answerSchema.parse({ ...result, profile: { slug, version }, seed, backtest, thin: listThin(assumptions), assumptions });
}
