import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addSample, createSampleWindow, dropStaleSamples, findLeast, findRank, MAX_AGE_MS, MAX_SAMPLES, type SampleWindow } from "./sample-window";

const windowOf = (...values: number[]) => {
  const window = createSampleWindow();
  for (const value of values) addSample(window, value, 0);
  return window;
};

/** All samples, ascending. */
function ranksOf(window: SampleWindow): (number | null)[] {
  return Array.from({ length: window.count }, (_, index) => findRank(window, (index + 0.5) / window.count));
}

describe("a sample window", () => {
  it.each([
    [[7], 7, 7],
    [[3, 1, 2, 4], 2, 4],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 5, 9],
    [[1, 1, 1, 9], 1, 9],
  ])("of %j has the nearest ranks %d and %d", (values, p50, p90) => {
    expect(findRank(windowOf(...values), 0.5)).toBe(p50);
    expect(findRank(windowOf(...values), 0.9)).toBe(p90);
  });

  it("has no rank without samples, and takes what is no amount for none", () => {
    expect(findRank(windowOf(), 0.5)).toBeNull();
    expect(findRank(windowOf(NaN, Infinity, -1), 0.5)).toBeNull();
  });

  it("keeps exactly the last samples that are young enough, and drops them in the order in which they came", () => {
    const steps = fc.array(fc.record({ value: fc.nat(9), afterMs: fc.oneof({ weight: 40, arbitrary: fc.nat(1_000) }, fc.nat(MAX_AGE_MS)) }), { maxLength: 200, size: "max" });
    fc.assert(
      fc.property(steps, (samples) => {
        const window = createSampleWindow();
        const all: { value: number; atMs: number }[] = [];
        let nowMs = 0;
        for (const { value, afterMs } of samples) {
          nowMs += afterMs;
          addSample(window, value, nowMs);
          all.push({ value, atMs: nowMs });
        }
        dropStaleSamples(window, nowMs);
        const kept = all.slice(-MAX_SAMPLES).filter(({ atMs }) => nowMs - atMs <= MAX_AGE_MS);
        expect(ranksOf(window)).toEqual(kept.map(({ value }) => value).sort((a, b) => a - b));
        expect(findLeast(window)).toBe(ranksOf(window)[0] ?? null);
      }),
    );
  });
});
