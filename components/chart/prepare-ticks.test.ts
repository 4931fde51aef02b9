import fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsdRatio } from "@/lib/core/money";
import { toLength } from "./geometry";
import { prepareTicks } from "./prepare-ticks";

test.each([
  [1.2, ["$0.00", "$0.50", "$1.00", "$1.50"]],
  [0.9, ["$0.00", "$0.50", "$1.00"]],
  [4, ["$0.00", "$1.00", "$2.00", "$3.00", "$4.00"]],
  [0.0031, ["$0.00", "$0.001", "$0.002", "$0.003", "$0.004"]],
  [0, ["$0.00", "$1.00"]],
])("an axis up to %s has the ticks %s", (top, labels) => {
  expect(prepareTicks(top).map(formatUsdRatio)).toEqual(labels);
});

test("an axis begins at zero, reaches its top, and has at most four steps of one length", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (top) => {
      const ticks = prepareTicks(top).map(toLength);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1) ?? 0).toBeGreaterThanOrEqual(top * 0.999_99);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(5);
    }),
  );
});
