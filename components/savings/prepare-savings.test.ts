import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeLeftOut, exactly, percentOfBaseline, type SavingsSteps, spanFormat, stepSpans, verdictOf } from "./prepare-savings";
import { prepareWaterfall } from "./prepare-waterfall";

const USD = 1_000_000_000_000n;
const CENT = USD / 100n;

function steps(more: Partial<SavingsSteps> = {}): SavingsSteps {
  const parts = {
    comparable: 20, notComparable: 0, untold: 0, baseline: exactly(1_380n * CENT), tierChoicePico: -700n * CENT,
    cachePico: -10n * CENT, wastePico: 60n * CENT, unsplit: exactly(0n), unservedPico: 20n * CENT, ...more,
  };
  const actualPico = parts.baseline.lowPico + parts.tierChoicePico + parts.cachePico + parts.wastePico + parts.unsplit.highPico + parts.unservedPico;
  return { ...parts, actualPico, savings: { lowPico: parts.baseline.lowPico - actualPico, highPico: parts.baseline.highPico - actualPico } };
}

const between = steps({ baseline: { lowPico: 10n * USD, highPico: 12n * USD }, tierChoicePico: 0n, unsplit: { lowPico: -5n * USD, highPico: -3n * USD } });

describe("the waterfall", () => {
  test("goes from the baseline to what was spent, and says so in one line", () => {
    const { rows, equation } = prepareWaterfall(steps());
    expect(rows.map(({ label, value, kind, x, width }) => [label, value, kind, x, width])).toEqual([
      ["Baseline", "$13.80", "total", 0, 100],
      ["Tier choice", "-$7.00", "less", 49.275, 50.725],
      ["Cache", "-$0.10", "less", 48.551, 0.725],
      ["Waste", "+$0.60", "waste", 48.551, 4.348],
      ["Calls not served", "+$0.20", "waste", 52.899, 1.449],
      ["Actual", "$7.50", "total", 0, 54.348],
    ]);
    expect(equation).toBe("Baseline $13.80, tier choice -$7.00, cache -$0.10, waste +$0.60, calls not served +$0.20 = actual $7.50");
  });

  test("names what cannot be told apart where there is any, and both ends of what lies between", () => {
    expect(prepareWaterfall(steps({ unsplit: exactly(CENT) })).rows.map(({ label }) => label)).toContain("Not told apart");
    const [baseline, , , , unsplit] = prepareWaterfall(between).rows;
    expect([baseline?.value, baseline?.isBetween, unsplit?.value]).toEqual(["$10.00 to $12.00", true, "-$5.00 to -$3.00"]);
  });

  test("has no bar outside of its room, and its steps end at what was spent, whatever they are", () => {
    const pico = fc.bigInt({ min: 0n, max: 1_000n * USD });
    const arbitrary = fc.record({ baseline: pico, served: pico, plain: pico, wastePico: pico, unservedPico: pico }).map(({ baseline, served, plain, ...more }) =>
      steps({ ...more, baseline: exactly(baseline), tierChoicePico: plain - baseline, cachePico: served - plain }));
    fc.assert(fc.property(arbitrary, (any) => {
      expect(stepSpans(any).reduce((sum, { span }) => sum + span.lowPico, 0n)).toBe(any.actualPico);
      for (const { x, width } of prepareWaterfall(any).rows) {
        expect(x).toBeGreaterThanOrEqual(-0.001);
        expect(x + width).toBeLessThanOrEqual(100.002);
      }
    }));
  });
});

describe("the verdict", () => {
  test.each([
    [1n, 2n, "saved"], [-2n, -1n, "dearer"], [0n, 0n, "even"], [-1n, 2n, "unclear"], [0n, 2n, "unclear"],
  ])("of %i to %i is %s", (lowPico, highPico, verdict) => {
    expect(verdictOf({ lowPico, highPico })).toBe(verdict);
  });

  test("is in percent of the baseline's cost, and of each end where it lies between", () => {
    expect(percentOfBaseline(steps())).toBe("45.7%");
    expect(percentOfBaseline(steps({ tierChoicePico: 0n }))).toBe("-5.1%");
    expect(percentOfBaseline(between)).toBe("23.0% to 35.8%");
    expect([percentOfBaseline(steps({ baseline: exactly(0n) })), percentOfBaseline({ ...steps(), savings: null })]).toEqual(["—", "—"]);
  });
});

test("amounts of one sum have the decimals that the smallest needs, and a sign where they change it", () => {
  const format = spanFormat([steps({ cachePico: -CENT / 50n })]);
  expect([format.amount(exactly(USD)), format.change(exactly(USD)), format.change(exactly(-CENT / 50n)), format.change(exactly(0n))]).toEqual([
    "$1.00000", "+$1.00000", "-$0.00020", "$0.00000",
  ]);
});

test("what is left out is said in words, and nothing is said where all is in", () => {
  expect(describeLeftOut(steps())).toEqual([]);
  expect(describeLeftOut(steps({ notComparable: 1, untold: 3, unsplit: exactly(CENT) }))).toEqual([
    "1 served call is not comparable, and in no amount here: an amount of the call, or the baseline's price, is unknown.",
    "3 more served calls of known cost are left out: sums cannot tell them from calls of unknown cost beside them.",
    "Of some of the 20 compared calls, steps are one, “Not told apart”: they stand beside calls of unknown cost, or the baseline's price depends on the length of each prompt, and sums do not keep which is which.",
  ]);
});
