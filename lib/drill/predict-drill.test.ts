import { describe, expect, test } from "vitest";
import type { DrillFigure, DrillPrediction } from "@/lib/wire/drill";
import { judgeDrill, predictDrill } from "./predict-drill";
import { endpointNamed, scenarioOf } from "./testing/scenario";

const span = (low: number | null, high: number | null): DrillPrediction => ({ figure: "warc", middle: low, low, high });
const judge = (prediction: DrillPrediction, real: number | null) => judgeDrill([prediction], new Map<DrillFigure, number | null>([["warc", real]]))[0]?.isWithin;

describe("a figure of a drill", () => {
  test.each([[1, true], [1.5, true], [2, true], [2 + 1e-10, true], [1 - 1e-10, true], [0.999, false], [2.001, false]])("of %d, predicted from 1 to 2, is within: %s", (real, isWithin) => {
    expect(judge(span(1, 2), real)).toBe(isWithin);
  });

  test("that either side does not know is judged by nobody", () => {
    expect([judge(span(1, 2), null), judge(span(null, null), 1.5)]).toEqual([null, null]);
  });
});

test("what has no value in some of the simulations is not predicted at all", () => {
  // One call, served by one in two: those that serve nothing have no WARC.
  const tiers = [{ endpoint: endpointNamed("alpha"), success: 0.5, usdPerMillion: "1" }];
  const scenario = scenarioOf(tiers, { traffic: { ...scenarioOf(tiers).traffic, minutes: 1, rate: { stretchMinutes: 1, callsPerMinute: [1] }, arrivals: "even" } });
  const run = predictDrill(scenario);
  for (;;) {
    const { value, done } = run.next();
    if (done !== true) continue;
    const of = (figure: DrillFigure) => value.find((each) => each.figure === figure);
    expect(of("warc")).toEqual({ figure: "warc", middle: null, low: null, high: null });
    expect(of("availability")).toMatchObject({ low: 0, high: 1 });
    return;
  }
});
