import type { Problems } from "@/lib/core/profile-draft";
import type { Assumption } from "./assumption";
import { Budget, TooMuchWork } from "./closed-form/budget";
import { keyFiguresOf, type KeyFigures } from "./closed-form/key-figures";
import { Machine } from "./closed-form/machine";
import { solveMachine } from "./closed-form/solve";
import { BREAKERS_OFF, composeScenario, type ScenarioQuestion } from "./compose-scenario";
import { createRandom, type Random } from "./random";
import { drawInputs, listRanges } from "./ranges";
import type { Interval, Intervals, SimulationResult } from "./result";
import { drawFromInterval, endpointOf, recordedIn, type RecordedSuccess } from "./recorded-success";

/** An endpoint with fewer recorded attempts than a verdict asks for. */
export type Thin = { endpoint: string; attempts: number };

export type Estimate = { result: SimulationResult; assumptions: Assumption[]; thin: Thin[] };

export type EstimateQuestion = ScenarioQuestion & {
  draws: number;
  /** Of work, in the steps of a Budget. Left out: no bound. */
  mostSteps?: number;
};

/**
 * What a profile comes to by formulas, at the middle of all ranges, with intervals of 95 in 100 from so many draws over
 * those ranges and over what the recorded attempts leave open about success. Without either there are no intervals. The
 * same question gives the same answer. Where the draws are more work than they may be, there are no intervals.
 * @throws TooMuchWork where the figures are
 */
export function estimate(question: EstimateQuestion): Estimate | { problems: Problems } {
  const drawn = drawEstimate(question);
  if ("problems" in drawn) return drawn;
  const { result, assumptions, thin, draws } = drawn;
  return { result: { ...result, intervals: intervalsOf(draws.filter((each) => each !== null)) }, assumptions, thin };
}

/**
 * The same with the draws themselves; null where a draw makes no scenario. Profiles that are drawn by the same seed get
 * the same value of each range and of each endpoint's success, so that their figures can be held against each other.
 */
export function drawEstimate(question: EstimateQuestion): (Estimate & { draws: (KeyFigures | null)[] }) | { problems: Problems } {
  const composed = composeScenario(question);
  if ("problems" in composed) return composed;
  const { scenario, assumptions } = composed;
  const budget = new Budget(question.mostSteps);
  const machine = new Machine(scenario, undefined, budget);
  const recorded = recordedIn(composed);
  const hasRanges = listRanges(question.inputs).length > 0;
  const result = solveMachine(machine);
  const draws = hasRanges || recorded.length > 0 ? drawAll(question, { machine, recorded, hasRanges, budget }) : [];
  return { result, assumptions: assumptions.map(withoutBreakers), thin: listThin(assumptions), draws };
}

/** Formulas know no breakers, and say so where a scenario has them. */
function withoutBreakers(assumption: Assumption): Assumption {
  const isOn = assumption.path === "breakers" && assumption.value !== BREAKERS_OFF;
  return isOn ? { ...assumption, value: `${assumption.value}; formulas leave them out, only the simulation has them` } : assumption;
}

/** Those whose success rate rests on too few attempts, or on none. */
export function listThin(assumptions: readonly Assumption[]): Thin[] {
  return assumptions.flatMap(({ path, source, isThin }) => {
    const endpoint = endpointOf(path);
    return endpoint === null || !isThin ? [] : [{ endpoint, attempts: source.kind === "ledger" ? source.count : 0 }];
  });
}

type Middle = { machine: Machine; recorded: readonly RecordedSuccess[]; hasRanges: boolean; budget: Budget };

/** None where there is no work left for all of them: those that are done first are not like the others. */
function drawAll(question: EstimateQuestion, middle: Middle): (KeyFigures | null)[] {
  try {
    return drawFigures(question, middle);
  } catch (error) {
    if (error instanceof TooMuchWork) return [];
    throw error;
  }
}

function drawFigures(question: EstimateQuestion, { machine, recorded, hasRanges, budget }: Middle): (KeyFigures | null)[] {
  const random = createRandom(question.inputs.seed).split("estimate");
  return Array.from({ length: question.draws }, (_, index) => random.split(String(index))).map((stream) => {
    if (!hasRanges) return keyFiguresOf(drawSuccess(machine, recorded, stream));
    const composed = composeScenario({ ...question, inputs: drawInputs(question.inputs, stream.split("ranges")) });
    return "problems" in composed ? null : keyFiguresOf(drawSuccess(new Machine(composed.scenario, undefined, budget), recorded, stream));
  });
}

function drawSuccess(machine: Machine, recorded: readonly RecordedSuccess[], random: Random): Machine {
  const idOf = new Map(machine.scenario.profile.tiers.map(({ endpoint }) => [endpoint.name, endpoint.id]));
  return machine.withSuccess(new Map(recorded.map(({ endpoint, interval }) => [idOf.get(endpoint) ?? "", drawFromInterval(interval, random.split(endpoint).next())])));
}

function intervalsOf(drawn: readonly KeyFigures[]): Intervals | null {
  const [first] = drawn;
  if (!first) return null;
  const known = (valueOf: (figures: KeyFigures) => number | null): Interval | null => {
    const values = drawn.map(valueOf);
    return values.every((value) => value !== null) ? middle95(values) : null;
  };
  return {
    replications: drawn.length,
    availability: middle95(drawn.map(({ availability }) => availability)),
    warcUsdPerMillion: known((figures) => figures.warcUsdPerMillion),
    effectiveUsdPerMillion: known((figures) => figures.effectiveUsdPerMillion),
    monthlyUsd: known((figures) => figures.monthlyUsd),
    p: first.p.map((_, tier) => middle95(drawn.map(({ p }) => p[tier] ?? 0))),
    firstTokenP95Ms: known((figures) => figures.firstTokenP95Ms),
  };
}

/** What 95 of 100 lie between, as many below as above. */
export function middle95(values: readonly number[]): Interval {
  const ascending = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (ascending.length - 1);
    const [below, above] = [ascending[Math.floor(place)] ?? NaN, ascending[Math.ceil(place)] ?? NaN];
    return below + (above - below) * (place - Math.floor(place));
  };
  return [at(0.025), at(0.975)];
}
