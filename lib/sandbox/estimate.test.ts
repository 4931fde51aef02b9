import { describe, expect, it } from "vitest";
import { estimate, type Estimate } from "./estimate";
import type { ScenarioInputs } from "./inputs";
import { drawFromInterval, successInterval } from "./recorded-success";
import { createBackground, createEndpointBackground, createProfile, NO_INPUTS, SOME_HISTORY } from "./testing/background";

const profile = createProfile("groq", "together");
const recorded = createBackground([createEndpointBackground("groq", SOME_HISTORY), createEndpointBackground("together", { ...SOME_HISTORY, attempts: 60, served: 57, attemptsWhileDown: 0, servedWhileDown: 0, failures: [{ cause: "server_error", count: 3, countWhileDown: 0, billedShare: 0 }] })]);
const unknown = createBackground([createEndpointBackground("groq"), createEndpointBackground("together")]);

function estimated(inputs: ScenarioInputs, background = recorded, draws = 60): Estimate {
  const answer = estimate({ inputs, profile, background, draws });
  if ("problems" in answer) throw new Error(JSON.stringify(answer.problems));
  return answer;
}

const typed = (success: ScenarioInputs["endpoints"][string]["success"]): ScenarioInputs => ({
  ...NO_INPUTS,
  traffic: { callsPerMinute: 60, minutes: 60, inputTokens: 800, outputTokens: 200 },
  endpoints: { "groq/llama": { ...(success === undefined ? {} : { success }) }, "together/llama": { success: 1 } },
});

describe("an estimate", () => {
  it("has no intervals where nothing is open", () => {
    const { result, thin } = estimated(typed(0.95));
    expect(result.intervals).toBeNull();
    expect(result.tiers.map(({ p }) => p)).toEqual([0.95, expect.closeTo(0.05, 12)]);
    expect(thin).toEqual([]);
  });

  it("says that formulas leave breakers out", () => {
    const toldOf = (breakers: boolean) => estimated({ ...typed(0.95), breakers }).assumptions.find(({ path }) => path === "breakers")?.value;
    expect([toldOf(true), toldOf(false)]).toEqual(["on, as in the gateway; formulas leave them out, only the simulation has them", "off"]);
  });

  it("spreads what a range leaves open over its figures, and the middle lies within", () => {
    const { result } = estimated(typed([0.9, 0.98]), recorded, 200);
    const [low, high] = result.intervals?.p[0] ?? [NaN, NaN];
    const p = result.tiers[0]?.p ?? NaN;
    expect(low).toBeLessThan(p);
    expect(p).toBeLessThan(high);
    // The range holds 90 of 100 and the interval 95: from 0.885 to 0.983, as far as so many draws can tell.
    expect(Math.abs(low - 0.885)).toBeLessThan(0.02);
    expect(Math.abs(high - 0.983)).toBeLessThan(0.005);
    expect(result.intervals?.availability).toEqual([1, 1]);
  });

  it("takes from the ledger how sure a success rate is, and says whose history is thin", () => {
    const { result, thin } = estimated({ ...NO_INPUTS, traffic: { callsPerMinute: 60, minutes: 60, inputTokens: 800, outputTokens: 200 } });
    const [low, high] = result.intervals?.availability ?? [NaN, NaN];
    expect(low).toBeLessThan(result.availability);
    expect(result.availability).toBeLessThan(high);
    expect(thin).toEqual([{ endpoint: "together/llama", attempts: 60 }]);
  });

  it("is the same again, and another with another seed", () => {
    const [one, two, other] = [typed([0.9, 0.98]), typed([0.9, 0.98]), { ...typed([0.9, 0.98]), seed: 2 }].map((inputs) => estimated(inputs).result.intervals);
    expect(two).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it("names what is wrong with its inputs where the field is", () => {
    expect(estimate({ inputs: typed(1.5), profile, background: recorded, draws: 1 })).toHaveProperty(["problems", "endpoints.groq/llama.success"]);
    expect(estimated(typed(undefined), unknown).thin).toEqual([{ endpoint: "groq/llama", attempts: 0 }]);
  });
});

describe("how sure a recorded success rate is", () => {
  it("ends at 3/n failures where there were none, and lies around the rate elsewhere", () => {
    expect(successInterval(600, 600)).toEqual([0.995, 1]);
    expect(successInterval(2, 2)).toEqual([0, 1]);
    const [low, high] = successInterval(950, 1_000);
    expect([low, high]).toEqual([expect.closeTo(0.9347, 4), expect.closeTo(0.9619, 4)]);
    expect(drawFromInterval([low, high], 0.025)).toBeCloseTo(low, 12);
    expect(drawFromInterval([low, high], 0.975)).toBeCloseTo(high, 12);
    expect(drawFromInterval([0.995, 1], 0.5)).toBeCloseTo(0.9975, 12);
  });
});
