import { expect, test } from "vitest";
import { describeClassPrices, describeSteps } from "./describe-price";

test("a price is told class by class, in one order, with its steps", () => {
  const base = { output: 790_000n, input: 590_000n, perRequest: 2_000_000_000n };
  expect(describeClassPrices(base)).toBe("input $0.59, output $0.79, per request $0.002");
  expect(describeSteps({ base, steps: [{ aboveInputTokens: 200_000, prices: { input: 6_000_000n } }] })).toEqual([
    "Above 200,000 prompt tokens: input $6.00",
  ]);
});
