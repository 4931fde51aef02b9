import type { Optimum, Progress as OptimiserProgress, Question } from "@/lib/sandbox/optimise/question";

/** What the page's worker is asked to do: it drives the generator of that name, and one message is one run. */
export type OptimiseMessage = { type: "optimise"; question: Question };

/** What a run says on its way: any number of steps, then its answer, or why there is none. */
export type Listener<Progress, Answer> = {
  progress: (progress: Progress) => void;
  done: (answer: Answer) => void;
  failed: (why: string) => void;
};

/** Starts a run in the worker. What it gives back ends the run: nothing is heard of it afterwards. */
export type RunInWorker = (message: OptimiseMessage, listener: Listener<OptimiserProgress, Optimum>) => () => void;
