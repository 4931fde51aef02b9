import { describe, expect, it } from "vitest";
import { compareProfiles, type Comparison } from "./compare";
import { estimate } from "./estimate";
import type { ScenarioInputs } from "./inputs";
import { createBackground, createEndpointBackground, createProfile, NO_INPUTS, SOME_HISTORY } from "./testing/background";

const background = createBackground([createEndpointBackground("groq", SOME_HISTORY), createEndpointBackground("together", { ...SOME_HISTORY, attempts: 40, served: 40, attemptsWhileDown: 0, servedWhileDown: 0, failures: [] })]);
const inputs: ScenarioInputs = { ...NO_INPUTS, traffic: { callsPerMinute: [30, 120], minutes: 60, inputTokens: 800, outputTokens: 200 } };
const [current, candidate] = [createProfile("groq"), createProfile("groq", "together")];

function compared(more: Partial<Parameters<typeof compareProfiles>[0]> = {}): Comparison {
  const answer = compareProfiles({ inputs, background, current, candidate, draws: 80, ...more });
  if ("problems" in answer) throw new Error(JSON.stringify(answer.problems));
  return answer;
}

describe("two profiles side by side", () => {
  it("differ by what the estimates of both differ by", () => {
    const { deltas } = compared();
    const [was, is] = [current, candidate].map((profile) => estimate({ inputs, background, profile, draws: 0 }));
    if (!was || !is || "problems" in was || "problems" in is) throw new Error("no estimate");
    expect(deltas.availability).toMatchObject({ before: was.result.availability, after: is.result.availability });
    expect(deltas.monthlyUsd.change).toBeCloseTo((is.result.monthlyUsd ?? NaN) - (was.result.monthlyUsd ?? NaN), 9);
  });

  it("are drawn alike: a fallback never makes a profile less available, whatever is open about either", () => {
    const { availability } = compared().deltas;
    const [low, high] = availability.interval ?? [NaN, NaN];
    expect(low).toBeGreaterThan(0);
    expect(low).toBeLessThanOrEqual(availability.change ?? NaN);
    expect(availability.change ?? NaN).toBeLessThanOrEqual(high);
  });

  it("differ in nothing from themselves", () => {
    const { deltas, withheldFor } = compared({ candidate: current });
    for (const { change, interval } of Object.values(deltas)) expect([change, interval]).toEqual([0, [0, 0]]);
    expect(withheldFor).toEqual([]);
  });

  it("get no verdict while the history of an endpoint is short", () => {
    expect(compared().withheldFor).toEqual([{ endpoint: "together/llama", attempts: 40 }]);
  });

  it("say what is wrong with their inputs", () => {
    const wrong = { ...inputs, seed: -1 };
    expect(compareProfiles({ inputs: wrong, background, current, candidate, draws: 1 })).toHaveProperty(["problems", "seed"]);
  });
});
