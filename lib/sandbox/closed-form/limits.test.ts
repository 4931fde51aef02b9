import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erlangB, overflowBlocked } from "./erlang";
import { bucketLoss, fixedMinuteLoss } from "./limit-loss";

describe("Erlang's loss formula", () => {
  // ITU-D SG 2, "Teletraffic Engineering Handbook" (V. B. Iversen), table of the load that so many places carry at 1%:
  // 1: 0.0101, 5: 1.361, 10: 4.461, 20: 12.03, 50: 37.90, 100: 84.06.
  it.each([[1, 0.0101], [5, 1.361], [10, 4.461], [20, 12.03], [50, 37.9], [100, 84.06]])("loses 1%% on %d places at the load of the tables", (places, load) => {
    expect(erlangB(load, places)).toBeCloseTo(0.01, 4);
  });

  it("overflows to a second tier as the pooled places say, 2.6 times what two formulas multiplied would", () => {
    const first = erlangB(8, 8);
    const second = overflowBlocked(8, 8, 4);
    expect(1 - first).toBeCloseTo(0.76443, 5);
    expect(first * (1 - second)).toBeCloseTo(0.18416, 5);
    expect(first * second).toBeCloseTo(0.05141, 5);
    const naive = first * erlangB(8 * first, 4);
    expect(naive).toBeCloseTo(0.0196, 4);
  });

  it("falls with every place, whole or not", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 200, noNaN: true }), fc.integer({ min: 0, max: 150 }), (load, places) => {
        const [low, middle, high] = [erlangB(load, places + 1), erlangB(load, places + 0.5), erlangB(load, places)];
        expect(low).toBeLessThanOrEqual(middle);
        expect(middle).toBeLessThanOrEqual(high);
        expect(erlangB(load, 0)).toBe(1);
      }),
    );
  });
});

describe("a limit of requests a minute", () => {
  it("turns away 5.14% at a mean of 60 against 60 in minutes of the clock, and as good as nothing far below", () => {
    expect(fixedMinuteLoss(60, 60)).toBeCloseTo(0.0514, 4);
    expect(fixedMinuteLoss(10, 60)).toBeLessThan(1e-20);
    expect(fixedMinuteLoss(600, 60)).toBeCloseTo(0.9, 12);
    expect(fixedMinuteLoss(0, 60)).toBe(0);
    expect(fixedMinuteLoss(5, 0)).toBe(1);
  });

  it("is the plain sum over the Poisson distribution", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 80, noNaN: true }), fc.integer({ min: 1, max: 100 }), (mean, limit) => {
        let [chance, excess] = [Math.exp(-mean), 0];
        for (let n = 1; n < 400; n += 1) {
          chance *= mean / n;
          excess += Math.max(0, n - limit) * chance;
        }
        expect(fixedMinuteLoss(mean, limit)).toBeCloseTo(excess / mean, 11);
      }),
    );
  });

  it("turns away, as a token bucket, ρ/(1+ρ) at depth 1, 0.836% at 60 against 60, and what cannot be refilled at any depth", () => {
    for (const load of [0.2, 0.9, 1, 1.5, 30]) expect(bucketLoss(load, 1)).toBeCloseTo(load / (1 + load), 12);
    expect(bucketLoss(1, 60)).toBeCloseTo(0.00836, 5);
    expect(bucketLoss(1.5, 20)).toBeCloseTo(1 / 3, 3);
    expect(bucketLoss(0.5, 60)).toBeLessThan(1e-12);
    expect(bucketLoss(2_000, 60)).toBeCloseTo(1 - 1 / 2_000, 9);
  });

  it("is the same from the chain as from the queue at depth 2, by hand", () => {
    // M/D/1/2: π₀ = e^−ρ.
    for (const load of [0.3, 1, 2]) expect(bucketLoss(load, 2)).toBeCloseTo(1 - 1 / (Math.exp(-load) + load), 12);
  });

  it("passes into its diffusion without a jump that would show", () => {
    for (const load of [0.9, 0.97, 0.99, 1, 1.001, 1.1]) expect(Math.abs(bucketLoss(load, 129) - bucketLoss(load, 128))).toBeLessThan(1e-4);
  });

  it("never turns away less than fits, nor more with a deeper bucket", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 5, noNaN: true }), fc.integer({ min: 1, max: 200 }), (load, depth) => {
        const loss = bucketLoss(load, depth);
        expect(loss).toBeGreaterThanOrEqual(Math.max(0, 1 - 1 / load) - 1e-12);
        expect(bucketLoss(load, depth + 1)).toBeLessThanOrEqual(loss + 1e-5);
      }),
    );
  });
});
