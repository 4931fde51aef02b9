import type { Problems } from "@/lib/core/profile-draft";
import type { Assumption } from "@/lib/sandbox/assumption";
import { composeScenario, type ScenarioQuestion } from "@/lib/sandbox/compose-scenario";
import { expectedCalls } from "@/lib/sandbox/events/arrivals";
import { findUnseenTrouble, shareCalls, wordMinute } from "@/lib/sandbox/events/run-length";
import { simulate } from "@/lib/sandbox/events/simulate";
import type { SimulationResult } from "@/lib/sandbox/result";
import type { Scenario } from "@/lib/sandbox/scenario";
import { meanOf } from "@/lib/sandbox/spread";
import { drive } from "./drive";

/** In place of what a request leaves out: few runs of much traffic, more of little, since what is rare needs time to happen. */
const [REPLICATIONS, MOST_REPLICATIONS, CALLS] = [8, 32, 1_000_000];
/** Fewer outages than that in all runs together are too few to be seen in how runs differ. */
const MANY_OUTAGES = 10;

type Asked = { replications?: number | undefined; maxCalls?: number | undefined };

/** Simulates what a question comes to. @throws what `signal` was aborted with */
export async function solveByEvents(question: ScenarioQuestion, asked: Asked, signal: AbortSignal): Promise<{ result: SimulationResult; assumptions: Assumption[] } | { problems: Problems }> {
  const composed = composeScenario(question);
  if ("problems" in composed) return composed;
  const { scenario, assumptions } = composed;
  const calls = expectedCalls(scenario.traffic, scenario.trouble);
  const { maxCalls = CALLS, replications: wanted = Math.min(MOST_REPLICATIONS, Math.max(REPLICATIONS, Math.floor(maxCalls / calls))) } = asked;
  const { replications, reachedMinute } = shareCalls(scenario, { replications: wanted, maxCalls });
  const unseen = findUnseenTrouble(scenario, reachedMinute);
  if (unseen !== null) return { problems: { maxCalls: `${unseen}. Formulas count all of it.` } };
  const result = await drive(simulate(scenario, { replications: wanted, maxCalls }), signal);
  if (result.calls === 0) {
    return { problems: { "traffic.callsPerMinute": `No call came in ${replications} runs of ${scenario.traffic.minutes} minutes: say more calls a minute, or a longer run.` } };
  }
  const minutes = (reachedMinute ?? scenario.traffic.minutes) * replications;
  return { result, assumptions: [...assumptions, ...listEarlyEnd(scenario, reachedMinute), ...listRareOutages(scenario, minutes)] };
}

/** A run that had its calls before its end. */
function listEarlyEnd({ traffic }: Scenario, reachedMinute: number | null): Assumption[] {
  if (reachedMinute === null) return [];
  const value = `up to minute ${wordMinute(reachedMinute)} of ${traffic.minutes}: what comes later is not in the figures, and takes more calls`;
  return [{ path: "maxCalls", label: "Simulated of each run", value, source: { kind: "assumed" }, isThin: true }];
}

/** Outages at random that so many minutes hardly see: what such a run says of them is luck. */
function listRareOutages({ domains }: Scenario, minutes: number): Assumption[] {
  return [...domains].flatMap(([name, { upMinutes, outageMinutes }]): Assumption[] => {
    const outages = minutes / (upMinutes + meanOf(outageMinutes));
    const value = `${Number(outages.toPrecision(2))} expected in all runs together: intervals say little of them, formulas count them in full`;
    return outages >= MANY_OUTAGES ? [] : [{ path: `domains.${name}.outages`, label: `${name}: outages simulated`, value, source: { kind: "assumed" }, isThin: true }];
  });
}
