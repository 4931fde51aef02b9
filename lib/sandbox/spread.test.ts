import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inverseNormal } from "./inverse-normal";
import { normalShare } from "./normal-share";
import { lognormalOf, lognormalOfMedian, lognormalOfP50, meanOf, quantileOf, shareUnder, type Spread } from "./spread";
import { spreadOver, stepOrder } from "./stratify";

function present(spread: Spread | null): Spread {
  if (!spread) throw new Error("no such spread");
  return spread;
}

describe("the inverse of the normal distribution", () => {
  it.each([
    // Python 3's statistics.NormalDist().inv_cdf
    [0.5, 0],
    [0.25, -0.6744897501960817],
    [0.95, 1.6448536269514715],
    [0.975, 1.9599639845400536],
    [0.001, -3.090232306167813],
    [1e-12, -7.034483825301132],
    [1e-300, -37.0471],
  ])("says of %d what tables say", (u, expected) => {
    expect(inverseNormal(u)).toBeCloseTo(expected, u < 1e-100 ? 3 : 12);
  });

  it("is endless at both ends, and the same on both sides", () => {
    expect([inverseNormal(0), inverseNormal(1)]).toEqual([-Infinity, Infinity]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 20 - 1 }), (n) => {
        expect(inverseNormal(n / 2 ** 20)).toBeCloseTo(-inverseNormal(1 - n / 2 ** 20), 12);
      }),
    );
  });
});

describe("the normal distribution", () => {
  // Python 3's statistics.NormalDist().cdf, and math.erfc for the far ends.
  it.each([[0, 0.5], [1, 0.8413447460685429], [-1.96, 0.024997895148220435], [3, 0.9986501019683699], [-8, 6.220960574271819e-16], [-20, 2.7536241186062314e-89]])(
    "is below %d as often as tables say", (z, share) => {
      expect(Math.abs(normalShare(z) / share - 1)).toBeLessThan(1e-7);
    },
  );
});

describe("a spread", () => {
  it("has the mean and 95th percentile that were asked for", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.double({ min: 1.001, max: 3.86, noNaN: true }), (mean, factor) => {
        const spread = present(lognormalOf({ mean, p95: mean * factor }));
        expect(meanOf(spread) / mean).toBeCloseTo(1, 10);
        expect(quantileOf(spread, 0.95) / (mean * factor)).toBeCloseTo(1, 10);
      }),
    );
  });

  it("has the median and 95th percentile, or the median and mean, that were asked for", () => {
    const byP95 = present(lognormalOfP50({ p50: 300, p95: 1_200 }));
    expect(quantileOf(byP95, 0.5)).toBeCloseTo(300, 9);
    expect(quantileOf(byP95, 0.95)).toBeCloseTo(1_200, 9);
    const byMean = present(lognormalOfMedian({ median: 77, mean: 159 }));
    expect(quantileOf(byMean, 0.5)).toBeCloseTo(77, 9);
    expect(meanOf(byMean)).toBeCloseTo(159, 9);
  });

  it("is fixed where nothing varies, and does not exist where no lognormal has such figures", () => {
    expect(lognormalOf({ mean: 5, p95: 5 })).toEqual({ kind: "fixed", value: 5 });
    expect(lognormalOfP50({ p50: 5, p95: 5 })).toEqual({ kind: "fixed", value: 5 });
    expect(lognormalOfMedian({ median: 5, mean: 5 })).toEqual({ kind: "fixed", value: 5 });
    expect(lognormalOf({ mean: 5, p95: 4 })).toBeNull();
    expect(lognormalOf({ mean: 5, p95: 20 })).toBeNull();
    expect(lognormalOf({ mean: 0, p95: 1 })).toBeNull();
    expect(lognormalOfP50({ p50: 5, p95: 4 })).toBeNull();
    expect(lognormalOfMedian({ median: 5, mean: 4 })).toBeNull();
  });

  it("has so much of it under each of its quantiles", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), fc.double({ min: 0.05, max: 3, noNaN: true }), (n, sigma) => {
        const spread: Spread = { kind: "lognormal", mu: 5, sigma };
        expect(shareUnder(spread, quantileOf(spread, n / 10_000))).toBeCloseTo(n / 10_000, 12);
      }),
    );
    expect([-1, 0, 5, 6].map((value) => shareUnder({ kind: "fixed", value: 5 }, value))).toEqual([0, 0, 1, 1]);
    expect([0, 1, 2, 6.9, 7].map((value) => shareUnder({ kind: "values", values: [1, 2, 2, 7] }, value))).toEqual([0, 0.25, 0.75, 0.75, 1]);
  });

  it("gives each of its recorded values the same share", () => {
    const spread: Spread = { kind: "values", values: [1, 2, 2, 7] };
    expect([0, 0.24, 0.25, 0.74, 0.75, 0.999].map((u) => quantileOf(spread, u))).toEqual([1, 1, 2, 2, 7, 7]);
    expect(meanOf(spread)).toBe(3);
    expect(meanOf({ kind: "values", values: [] })).toBe(0);
  });
});

it("goes over kinds of call with its mean and its tail", () => {
  const spread = lognormalOf({ mean: 1_000, p95: 3_000 });
  const weights = Array.from({ length: 256 }, () => 1);
  const values = spread ? spreadOver(spread, weights, stepOrder(256, 0.618)).sort((a, b) => a - b) : [];
  expect(values.reduce((sum, value) => sum + value, 0) / 256).toBeCloseTo(1_000, 6);
  expect(Math.abs((values[243] ?? NaN) / 3_000 - 1)).toBeLessThan(0.02);
});
