import { findUnseenTrouble, shareCalls } from "@/lib/sandbox/events/run-length";
import { type Progress, simulate } from "@/lib/sandbox/events/simulate";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { SimulateMessage } from "./worker-messages";

/** One scenario after the other, with the progress of all of them. @throws Error with the reason where one would not see its trouble */
export function* simulateAll({ scenarios, size }: Omit<SimulateMessage, "type">): Generator<Progress, SimulationResult[]> {
  const results: SimulationResult[] = [];
  let before = 0;
  for (const [index, scenario] of scenarios.entries()) {
    const unseen = findUnseenTrouble(scenario, shareCalls(scenario, size).reachedMinute);
    if (unseen !== null) throw new Error(unseen);
    const run = simulate(scenario, size);
    let last: Progress = { calls: 0, ofCalls: 0 };
    for (let step = run.next(); ; step = run.next()) {
      if (step.done) {
        results.push(step.value);
        break;
      }
      last = step.value;
      // The others are taken to be as many as this one.
      yield { calls: before + last.calls, ofCalls: before + last.ofCalls * (scenarios.length - index) };
    }
    before += last.calls;
  }
  return results;
}
