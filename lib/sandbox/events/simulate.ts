import { createRandom } from "../random";
import type { SimulationResult } from "../result";
import type { Scenario } from "../scenario";
import { expectedCalls } from "./arrivals";
import type { Counts } from "./counts";
import { Machine } from "./machine";
import { prepareScenario } from "./prepared";
import { shareCalls } from "./run-length";
import { summarise } from "./summarise";

/** How many calls are simulated between two reports of progress: 4 ms of work where each is planned anew, and much less elsewhere. */
const CALLS_A_TURN = 250;

/** How far a simulation has come. `ofCalls` is what is expected of it: arrivals are drawn. */
export type Progress = { calls: number; ofCalls: number };

export type SimulationOptions = {
  /** Independent runs, each with random numbers of its own. From two on there are intervals. Fewer, but four, where `maxCalls` are not enough. */
  replications: number;
  /** In all runs together; a run that reaches its part lets nobody in any more, see `reachedMinute` of the result. */
  maxCalls?: number;
};

/**
 * Simulates a scenario call by call: planned, walked, guarded by breakers, caps and what was learned of limits as the
 * gateway does it, with providers that do what the scenario says. The same scenario gives the same counts everywhere.
 * Every call that begins is followed to its end, also beyond the end of the run, so that no slow answer is lost.
 *
 * What it simplifies: what becomes of an attempt is decided when it begins, so that an outage catches nobody half-way; a
 * connection takes no time of its own, and a stream is written evenly; a refusal for a provider's limits comes back after
 * 50 ms; a provider's cache knows nothing of which calls came before. "Availability without fallback" is counted as on
 * the dashboard: the calls that their first candidate served, where a call that passed it by, since its breaker or a cap
 * had closed its door, counts against it.
 *
 * The caller drives it, so that it may report progress and stop.
 */
export function* simulate(scenario: Scenario, { replications: asked, maxCalls = Infinity }: SimulationOptions): Generator<Progress, SimulationResult> {
  const prepared = prepareScenario(scenario);
  const random = createRandom(scenario.seed);
  const { replications, callsEach, reachedMinute } = shareCalls(scenario, { replications: asked, maxCalls });
  const ofCalls = Math.round(Math.min(expectedCalls(scenario.traffic, scenario.trouble), callsEach) * replications);
  const done: Counts[] = [];
  let calls = 0;
  for (let replication = 0; replication < replications; replication += 1) {
    const machine = new Machine(prepared, random.split(`replication ${replication}`), callsEach);
    while (machine.advance(CALLS_A_TURN)) yield { calls: calls + machine.counts.calls, ofCalls };
    calls += machine.counts.calls;
    done.push(machine.counts);
    yield { calls, ofCalls };
  }
  return summarise(prepared, done, reachedMinute);
}
