import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HALF_LIFE_MS } from "./fading";
import { addToMean, createRunningMean, meanOf } from "./running-mean";

describe("a running mean", () => {
  it("is not known before the first value, and then that value", () => {
    const mean = createRunningMean();
    expect(meanOf(mean)).toBeNull();
    addToMean(mean, 0, 1_000);
    expect(meanOf(mean)).toBe(0);
  });

  it("counts a value half after the half-life", () => {
    const mean = createRunningMean();
    addToMean(mean, 90, 1_000);
    addToMean(mean, 30, 1_000 + HALF_LIFE_MS);
    expect(meanOf(mean)).toBeCloseTo((90 * 0.5 + 30) / 1.5, 9);
  });

  it("weighs values, and takes what is no number or has no weight for none", () => {
    const mean = createRunningMean();
    addToMean(mean, 10, 0, 3);
    addToMean(mean, 50, 0);
    for (const [value, weight] of [[NaN, 1], [Infinity, 1], [7, 0], [7, NaN], [7, -1]] as const) addToMean(mean, value, 0, weight);
    expect(meanOf(mean)).toBe(20);
  });

  it("stays between the least and the greatest value, whatever the clock does", () => {
    const seen = fc.array(fc.record({ value: fc.nat(10_000), atMs: fc.oneof(fc.nat(1e7), fc.nat(1e13)) }), { minLength: 1 });
    fc.assert(
      fc.property(seen, (values) => {
        const mean = createRunningMean();
        for (const { value, atMs } of values) addToMean(mean, value, atMs);
        const all = values.map(({ value }) => value);
        expect(meanOf(mean)).toBeGreaterThanOrEqual(Math.min(...all) - 1e-6);
        expect(meanOf(mean)).toBeLessThanOrEqual(Math.max(...all) + 1e-6);
      }),
    );
  });
});
