import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wilson } from "./compare-prediction";

describe("Wilson's interval", () => {
  test.each([
    [0, 10, 0, 0.277_532_8],
    [95, 100, 0.888_249_5, 0.978_456_3],
    [10, 10, 0.722_467_2, 1],
    [50, 1_000, 0.038_130_3, 0.065_313_6],
  ])("of %i of %i is as tables have it", (successes, of, low, high) => {
    const interval = wilson(successes, of);
    expect(interval?.[0]).toBeCloseTo(low, 6);
    expect(interval?.[1]).toBeCloseTo(high, 6);
  });

  test("holds the share, stays within 0 and 1, and narrows with more calls", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
      const successes = Math.round(of * part);
      const [low, high] = wilson(successes, of) ?? [NaN, NaN];
      const [lower, higher] = wilson(successes * 4, of * 4) ?? [NaN, NaN];
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(successes / of + 1e-12);
      expect(high).toBeGreaterThanOrEqual(successes / of - 1e-12);
      expect(higher - lower).toBeLessThan(high - low);
    }));
  });

  test("of nothing is not known", () => {
    expect(wilson(0, 0)).toBeNull();
  });
});
