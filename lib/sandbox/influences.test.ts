import { describe, expect, it } from "vitest";
import { findInfluences, largestInfluences, type Influences } from "./influences";
import type { ScenarioInputs } from "./inputs";
import { createBackground, createEndpointBackground, createProfile, NO_INPUTS, SOME_HISTORY } from "./testing/background";

const background = createBackground([createEndpointBackground("groq", SOME_HISTORY), createEndpointBackground("together")]);
const inputs: ScenarioInputs = {
  ...NO_INPUTS,
  traffic: { callsPerMinute: [30, 120], minutes: 60, inputTokens: 1_000, outputTokens: 1_000 },
  endpoints: { "together/llama": { success: [0.5, 0.9], price: { inputUsd: "5", outputUsd: "5" } } },
};

function found(given = inputs): Influences {
  const answer = findInfluences({ inputs: given, profile: createProfile("groq", "together"), background });
  if ("problems" in answer) throw new Error(JSON.stringify(answer.problems));
  return answer;
}

describe("what moves a result", () => {
  it("is looked at by itself, at both ends of its range, of its interval, or a tenth away", () => {
    const byPath = new Map(found().influences.map((each) => [each.path, each]));
    expect(byPath.get("endpoints.together/llama.success")).toMatchObject({ basis: "range", ends: [0.5, 0.9] });
    expect(byPath.get("endpoints.groq/llama.success")).toMatchObject({ basis: "ledger" });
    expect(byPath.get("endpoints.groq/llama.price")).toMatchObject({ basis: "tenth", ends: [0.9, 1.1] });
    expect(byPath.get("traffic.callsPerMinute")).toMatchObject({ basis: "range", ends: [expect.closeTo(0.5, 12), expect.closeTo(2, 12)] });
  });

  it("costs twice as much with twice the calls, and ten in a hundred more with prices of all tiers a tenth higher", () => {
    const { base, influences } = found();
    const calls = influences.find(({ path }) => path === "traffic.callsPerMinute");
    expect((calls?.high.monthlyUsd ?? NaN) / (base.monthlyUsd ?? NaN)).toBeCloseTo(2, 9);
    expect(calls?.high.effectiveUsdPerMillion).toBeCloseTo(base.effectiveUsdPerMillion ?? NaN, 9);
    const dearer = influences.filter(({ path }) => path.endsWith(".price")).reduce((sum, { high }) => sum + (high.monthlyUsd ?? NaN) - (base.monthlyUsd ?? NaN), 0);
    expect(dearer / (base.monthlyUsd ?? NaN)).toBeCloseTo(0.1, 9);
  });

  it("says of a share of time down, at either end, what the same share typed says", () => {
    const withShare = (downShare: number | [number, number]) => ({ ...inputs, domains: { groq: { downShare } } });
    const turned = found(withShare([0.1, 0.4])).influences.find(({ path }) => path === "domains.groq.downShare");
    expect(turned?.ends).toEqual([0.1, 0.4]);
    expect(found(withShare(0.2)).influences.find(({ path }) => path === "domains.groq.downShare")).toMatchObject({ basis: "tenth", ends: [expect.closeTo(0.18, 9), expect.closeTo(0.22, 9)] });
    for (const [end, share] of [["low", 0.1], ["high", 0.4]] as const) {
      expect(turned?.[end].availability).toBeCloseTo(found(withShare(share)).base.availability, 9);
    }
  });

  it("is told by what it moves most, the five largest, and what moves nothing is left out", () => {
    const all = found();
    const byBill = largestInfluences(all, "monthlyUsd");
    expect(byBill).toHaveLength(5);
    expect(byBill[0]?.path).toBe("traffic.callsPerMinute");
    const byAvailability = largestInfluences(all, "availability").map(({ path }) => path);
    expect(byAvailability[0]).toBe("endpoints.together/llama.success");
    expect(byAvailability).not.toContain("traffic.callsPerMinute");
  });

  it("says what is wrong with the inputs", () => {
    const answer = findInfluences({ inputs: { ...inputs, traffic: { callsPerMinute: -1 } }, profile: createProfile("groq"), background });
    expect(answer).toHaveProperty(["problems", "traffic.callsPerMinute"]);
  });
});
