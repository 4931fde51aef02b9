import { ceilQuarter, floorQuarter, type Range } from "@/lib/core/period";
import type { Problems } from "@/lib/core/profile-draft";
import type { Db } from "@/lib/db";
import type { Assumption } from "@/lib/sandbox/assumption";
import type { Background } from "@/lib/sandbox/background";
import { TooMuchWork } from "@/lib/sandbox/closed-form/budget";
import type { ScenarioQuestion } from "@/lib/sandbox/compose-scenario";
import { estimate } from "@/lib/sandbox/estimate";
import type { ScenarioInputs } from "@/lib/sandbox/inputs";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { SandboxProfile } from "@/lib/sandbox/scenario";
import type { BacktestAnswer } from "./answer-schema";
import type { ScenarioRequest } from "./request-schema";
import { solveByEvents } from "./solve-by-events";
import { type BacktestEvent, type BacktestRun, runBacktest } from "./run-backtest";

/**
 * Formulas take longer the more attempts a call may make, and hold up everything else that the process does: with few
 * there are draws of the ranges, for intervals, with more there are none, and with many only the simulation answers.
 */
const [DRAWS, MOST_FOR_DRAWS, MOST_FOR_FORMULAS] = [50, 6, 32];

/** A fifth of a second to half of one: the pages wait meanwhile. */
const MOST_STEPS = 2_000_000;

type Question = { teamId: string; request: ScenarioRequest; profile: SandboxProfile; background: Background; range: Range; signal: AbortSignal };
export type Solved = { result: SimulationResult; assumptions: readonly Assumption[]; backtest: BacktestAnswer | null } | { problems: Problems };

/** Asks the engine that the request names. @throws what `signal` was aborted with */
export async function solve(db: Db, { teamId, request, profile, background, range, signal }: Question): Promise<Solved> {
  const question = { inputs: inputsOf(request), profile, background };
  switch (request.engine) {
    case "closed-form":
      return solveByFormulas(question);
    case "events": {
      const solved = await solveByEvents(question, request, signal);
      return "problems" in solved ? solved : { ...solved, backtest: null };
    }
    case "backtest":
      return solveBacktest(db, { teamId, profile, inputs: question.inputs, background, range: { from: floorQuarter(range.from), to: ceilQuarter(range.to) }, signal });
  }
}

async function solveBacktest(db: Db, run: BacktestRun): Promise<Solved> {
  for await (const event of runBacktest(db, run)) {
    if (event.type === "refused") return { problems: event.problems };
    if (event.type === "done") return { result: event.result.predicted, assumptions: [...listRecorded(event), ...event.assumptions], backtest: toBacktestAnswer(event) };
  }
  throw new Error("the backtest ended without a result");
}

type Done = Extract<BacktestEvent, { type: "done" }>;

function toBacktestAnswer({ result: { replayedShare, unknowable, actual }, recordedCalls, oneOf }: Done): BacktestAnswer {
  return { recordedCalls, oneOf, replayedShare, unknowable: [...unknowable], actual: { ...actual, tiers: [...actual.tiers] } };
}

/** How much of a backtest the record itself says, and what it cannot know. */
function listRecorded({ result: { predicted, replayedShare, unknowable }, oneOf }: Done): Assumption[] {
  const thinned = oneOf > 1 ? `, of one call in ${oneOf}` : "";
  return [
    {
      path: "period", label: "Attempts taken from the record", value: `${(replayedShare * 100).toFixed(1)}%, the others drawn${thinned}`,
      source: { kind: "ledger", what: "calls", count: predicted.calls }, isThin: false,
    },
    ...unknowable.map(({ endpoint, calls }): Assumption => ({
      path: `endpoints.${endpoint}`, label: `${endpoint}: never called in this period`, value: `${calls} calls rest on assumptions alone`, source: { kind: "assumed" }, isThin: true,
    })),
  ];
}

function solveByFormulas(question: ScenarioQuestion): Solved {
  const { tiers, rules } = question.profile;
  const attempts = Math.min(rules.maxAttempts ?? Infinity, tiers.reduce((all, tier) => all + 1 + tier.rules.retries, 0));
  if (attempts > MOST_FOR_FORMULAS) {
    return { problems: { engine: `Must be events: this profile may make ${attempts} attempts a call, and formulas are solved here for up to ${MOST_FOR_FORMULAS}.` } };
  }
  try {
    const estimated = estimate({ ...question, draws: attempts > MOST_FOR_DRAWS ? 0 : DRAWS, mostSteps: MOST_STEPS });
    return "problems" in estimated ? estimated : { ...estimated, backtest: null };
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return { problems: { engine: "Must be events: formulas have too much to do with so many tiers, failure domains and troubles." } };
  }
}

function inputsOf({ traffic, endpoints, domains, trouble, breakers, seed }: ScenarioRequest): ScenarioInputs {
  return { traffic, endpoints, domains, trouble, seed, ...(breakers === undefined ? {} : { breakers }) };
}
