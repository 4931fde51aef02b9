import type { Constraints, Optimum, Progress } from "@/lib/sandbox/optimise/question";

/** Where a search stands. What was found before stays on screen until the next answer. */
export type RunState = {
  running: { progress: Progress | null } | null;
  found: { optimum: Optimum; constraints: Constraints; /** Made of what was asked: tells whether the answer is still to the question on screen. */ asked: string } | null;
  failed: string | null;
};

export const NOT_RUN: RunState = { running: null, found: null, failed: null };

export type RunEvent =
  | { type: "started" }
  | { type: "progress"; progress: Progress }
  | { type: "done"; optimum: Optimum; constraints: Constraints; asked: string }
  | { type: "failed"; why: string }
  | { type: "cancelled" };

export function changeRun(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case "started":
      return { ...state, running: { progress: null }, failed: null };
    case "progress":
      return state.running ? { ...state, running: { progress: event.progress } } : state;
    case "done":
      return { running: null, failed: null, found: { optimum: event.optimum, constraints: event.constraints, asked: event.asked } };
    case "failed":
      return { ...state, running: null, failed: event.why };
    case "cancelled":
      return { ...state, running: null };
  }
}
