import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "./random";
import { drawInputs, listRanges, middleOf, quantileOfRange } from "./ranges";
import { NO_INPUTS } from "./testing/background";

const INPUTS = {
  ...NO_INPUTS,
  traffic: { callsPerMinute: [10, 1_000], outputTokens: { mean: [100, 400], p95: 1_000 }, streamShare: 0.5 },
  endpoints: { "groq/llama": { success: [0.9, 0.99], limits: { requestsPerMinute: 60 } } },
  trouble: [{ kind: "outage", domains: ["a", "b"], fromMinute: 1, minutes: 2 }],
} as const;

describe("ranges", () => {
  it("have nine of ten draws between their ends and half of them above the middle", () => {
    const random = createRandom(7);
    const draws = Array.from({ length: 4_000 }, () => drawInputs(INPUTS, random));
    const traffic = draws.map((each) => Number(each.traffic.callsPerMinute));
    const success = draws.map((each) => Number(each.endpoints["groq/llama"]?.success));
    const share = (values: number[], isMeant: (value: number) => boolean) => values.filter(isMeant).length / values.length;
    expect(share(traffic, (value) => value >= 10 && value <= 1_000)).toBeCloseTo(0.9, 1);
    expect(share(traffic, (value) => value > 100)).toBeCloseTo(0.5, 1);
    expect(share(success, (value) => value >= 0.9 && value <= 0.99)).toBeCloseTo(0.9, 1);
    expect(success.every((value) => value > 0 && value < 1)).toBe(true);
  });

  it("become their middle, and all else stays as it is", () => {
    const middle = middleOf(INPUTS);
    expect(middle.traffic.callsPerMinute).toBeCloseTo(100, 9);
    expect(middle.traffic.outputTokens).toEqual({ mean: expect.closeTo(200, 9) as number, p95: 1_000 });
    expect(middle.endpoints["groq/llama"]).toEqual({ success: expect.closeTo(0.9675, 3) as number, limits: { requestsPerMinute: 60 } });
    expect(middle.trouble).toEqual(INPUTS.trouble);
  });

  it("are listed by path and kind", () => {
    expect(listRanges(INPUTS).map(({ path, kind }) => [path, kind])).toEqual([
      ["endpoints.groq/llama.success", "share"],
      ["traffic.callsPerMinute", "amount"],
      ["traffic.outputTokens.mean", "amount"],
    ]);
  });

  it("lie between their ends at a border, and grow with u", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(fc.property(share, share, share, share, (a, b, u, v) => {
      const range = [Math.min(a, b), Math.max(a, b)] as const;
      const [low, high] = [Math.min(u, v), Math.max(u, v)];
      expect(quantileOfRange(range, "share", low)).toBeLessThanOrEqual(quantileOfRange(range, "share", high) + 1e-12);
      expect(quantileOfRange([0, range[1]], "share", u)).toBeLessThanOrEqual(range[1]);
    }));
  });
});
