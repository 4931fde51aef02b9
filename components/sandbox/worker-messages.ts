import type { Progress as SimulationProgress } from "@/lib/sandbox/events/simulate";
import type { Optimum, Progress as OptimiserProgress, Question } from "@/lib/sandbox/optimise/question";
import type { Comparison } from "@/lib/sandbox/compare";
import type { ScenarioQuestion } from "@/lib/sandbox/compose-scenario";
import type { Influences } from "@/lib/sandbox/influences";
import type { Intervals, SimulationResult } from "@/lib/sandbox/result";
import type { Scenario } from "@/lib/sandbox/scenario";
import type { RunSize } from "./state";

/** What the page's worker is asked to do: it drives the generator of that name, and one message is one run. */
export type OptimiseMessage = { type: "optimise"; question: Question };
/** One scenario after the other, all of the same size. */
export type SimulateMessage = { type: "simulate"; scenarios: readonly Scenario[]; size: RunSize };

/** What ranges among the inputs leave open of each profile, and which inputs matter most to one of them. */
export type WeighMessage = { type: "weigh"; questions: readonly ScenarioQuestion[]; /** Which of them, from 0. */ selected: number };
export type Weighed = { /** By ranges and recorded success; null where there are none. */ spans: readonly (Intervals | null)[]; influences: Influences | null; /** Of the selected one against the first; null where that is itself. */ comparison: Comparison | null };

/** What each kind of run says on its way, and at its end. */
export type Runs = {
  optimise: { message: OptimiseMessage; progress: OptimiserProgress; answer: Optimum };
  weigh: { message: WeighMessage; progress: never; answer: Weighed };
  simulate: { message: SimulateMessage; progress: SimulationProgress; answer: readonly SimulationResult[] };
};

export type RunMessage = Runs[keyof Runs]["message"];

/** From the worker. */
export type RunReport<Progress, Answer> =
  | { type: "progress"; progress: Progress }
  | { type: "done"; answer: Answer }
  | { type: "failed"; why: string };

/** What a run says on its way: any number of steps, then its answer, or why there is none. */
export type Listener<Progress, Answer> = {
  progress: (progress: Progress) => void;
  done: (answer: Answer) => void;
  failed: (why: string) => void;
};

/** Starts a run in the worker. What it gives back ends the run: nothing is heard of it afterwards. */
export type RunInWorker = <Kind extends keyof Runs>(
  message: Extract<RunMessage, { type: Kind }>,
  listener: Listener<Runs[Kind]["progress"], Runs[Kind]["answer"]>,
) => () => void;
