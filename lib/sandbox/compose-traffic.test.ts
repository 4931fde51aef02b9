import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TrafficBackground } from "./background";
import { composeShapes } from "./compose-shapes";
import { composeTraffic } from "./compose-traffic";
import type { TrafficInputs } from "./inputs";
import { Notebook } from "./notebook";
import type { CallShape } from "./scenario";
import { createBackground, TAKEN_AT_MS } from "./testing/background";

const SHAPES: CallShape[] = [
  { weight: 3, stream: true, usage: { input: 1_000, cachedInput: 500, cacheWrite5m: 0, cacheWrite1h: 0, output: 100, reasoning: 20 } },
  { weight: 1, stream: false, usage: { input: 3_000, cachedInput: 0, cacheWrite5m: 300, cacheWrite1h: 0, output: 900, reasoning: 0 } },
];
const HOURS = Array.from({ length: 168 }, (_, hour) => hour + 1);
const RECORDED: TrafficBackground = {
  calls: 50_000, callsPerMinute: 84.5, hours: HOURS,
  days: { "2026-11-20": Array.from({ length: 24 }, (_, hour) => 60 * (hour + 1)) }, shapes: SHAPES,
};

function traffic(typed: TrafficInputs, recorded: TrafficBackground | null = RECORDED) {
  const notes = new Notebook();
  const composed = composeTraffic(typed, createBackground([], { traffic: recorded }), notes);
  expect(notes.problems).toEqual({});
  return composed;
}

function meanOfShapes(shapes: readonly CallShape[], value: (shape: CallShape) => number): number {
  const weight = shapes.reduce((sum, shape) => sum + shape.weight, 0);
  return shapes.reduce((sum, shape) => sum + shape.weight * value(shape), 0) / weight;
}

describe("traffic", () => {
  it("is the recorded one where nothing is typed, from the coming midnight on", () => {
    const { startsAtMs, rate, shapes, minutes } = traffic({});
    expect(startsAtMs).toBe(Date.UTC(2026, 10, 24));
    expect(rate.callsPerMinute).toEqual([84.5]);
    expect(shapes).toEqual(SHAPES);
    expect(minutes).toBe(1_440);
  });

  it("follows the hours of the week from where the run begins, with the mean that was typed", () => {
    const { rate } = traffic({ callsPerMinute: 10, curve: "weekly", startsAt: "2026-11-24T00:00:00Z" });
    expect(rate.stretchMinutes).toBe(60);
    expect(rate.callsPerMinute).toHaveLength(168);
    // A Tuesday: the 25th hour of the week is the first.
    expect((rate.callsPerMinute[0] ?? 0) / (rate.callsPerMinute[1] ?? 1)).toBeCloseTo(25 / 26, 12);
    expect(rate.callsPerMinute.reduce((a, b) => a + b, 0) / 168).toBeCloseTo(10, 9);
  });

  it("begins within an hour too", () => {
    const { rate } = traffic({ callsPerMinute: 10, day: "2026-11-20", startsAt: "2026-11-24T05:30:00Z" });
    expect(rate.stretchMinutes).toBe(15);
    const [first, second, third] = rate.callsPerMinute;
    expect(first).toBe(second);
    expect((first ?? 0) / (third ?? 1)).toBeCloseTo(6 / 7, 12);
  });

  it("repeats a recorded day as it was", () => {
    const { rate } = traffic({ day: "2026-11-20" });
    expect(rate.callsPerMinute.map((calls) => Number(calls.toFixed(9)))).toEqual(Array.from({ length: 24 }, (_, hour) => hour + 1));
  });

  it("is a working day where nothing is recorded", () => {
    const { rate } = traffic({ callsPerMinute: 12, curve: "daily" }, null);
    expect(Math.max(...rate.callsPerMinute) / Math.min(...rate.callsPerMinute)).toBeCloseTo(6, 9);
    expect(rate.callsPerMinute.reduce((a, b) => a + b, 0) / 24).toBeCloseTo(12, 9);
    expect(TAKEN_AT_MS % 86_400_000).not.toBe(0);
  });
});

describe("shapes of calls", () => {
  const compose = (typed: TrafficInputs, recorded: TrafficBackground | null = null) => composeShapes(typed, recorded, new Notebook());

  it("are one where all calls are alike", () => {
    expect(compose({ inputTokens: 1_000, outputTokens: 200 })).toEqual([
      { weight: 1, stream: true, usage: { input: 1_000, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 200, reasoning: 0 } },
    ]);
  });

  it("have the mean that was stated, to the part of a token that 256 kinds allow, and independent lengths", () => {
    const mean = fc.integer({ min: 20, max: 50_000 });
    const factor = fc.double({ min: 1.05, max: 3.8, noNaN: true });
    fc.assert(fc.property(mean, mean, factor, factor, (input, output, a, b) => {
      const shapes = compose({ inputTokens: { mean: input, p95: input * a }, outputTokens: { mean: output, p95: output * b } });
      expect(shapes).toHaveLength(256);
      expect(Math.abs(meanOfShapes(shapes, ({ usage }) => usage.input) - input)).toBeLessThan(0.01);
      expect(Math.abs(meanOfShapes(shapes, ({ usage }) => usage.output) - output)).toBeLessThan(0.01);
      expect(Math.abs(meanOfShapes(shapes, ({ usage }) => usage.input * usage.output) / (input * output) - 1)).toBeLessThan(0.25);
    }), { numRuns: 40 });
  });

  it("keep what was recorded beside what was typed", () => {
    const shapes = compose({ inputTokens: 2_000 }, RECORDED);
    expect(shapes.map(({ usage }) => usage.output)).toEqual([100, 900]);
    expect(shapes[0]?.usage).toMatchObject({ input: 2_000, cachedInput: 1_000, reasoning: 20 });
    expect(shapes[1]?.usage).toMatchObject({ input: 2_000, cacheWrite5m: 200 });
  });

  it("take shares of cached input and of streams", () => {
    const shapes = compose({ cachedShare: 0.25, streamShare: 0.9 }, RECORDED);
    expect(meanOfShapes(shapes, ({ usage }) => usage.cachedInput) / meanOfShapes(shapes, ({ usage }) => usage.input)).toBeCloseTo(0.25, 3);
    expect(meanOfShapes(shapes, ({ stream }) => Number(stream))).toBeCloseTo(0.9, 12);
    expect(meanOfShapes(shapes, ({ usage }) => usage.output)).toBeCloseTo(300, 9);
  });

  it("never have parts above their whole", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const tokens = fc.integer({ min: 1, max: 400 });
    fc.assert(fc.property(tokens, share, share, (mean, cachedShare, streamShare) => {
      for (const { usage } of compose({ inputTokens: { mean, p95: mean * 2 }, cachedShare, streamShare }, RECORDED)) {
        expect(usage.cachedInput + usage.cacheWrite5m + usage.cacheWrite1h).toBeLessThanOrEqual(usage.input);
        expect(usage.reasoning).toBeLessThanOrEqual(usage.output);
        expect(Object.values(usage).every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
      }
    }), { numRuns: 50 });
  });
});
