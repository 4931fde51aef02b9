import { expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { mixText, prepareClassCells, prepareModelCells, successText } from "./prepare-cells";

const price = { base: { input: 590_000n, output: 790_000n, cachedInput: 75_000n, perRequest: 2_000_000_000n }, steps: [] };

test("each class shows what it is charged, and whether that is its own price or its parent's", () => {
  expect(prepareClassCells(price).map(({ text, isOwn }) => `${text}${isOwn ? "" : " (parent's)"}`)).toEqual([
    "$0.59", "$0.075", "$0.59 (parent's)", "$0.59 (parent's)", "$0.79", "$0.79 (parent's)", "$0.002",
  ]);
});

test("an unknown price is a word and never an amount", () => {
  expect(prepareClassCells(null)[0]?.text).toBe("Unknown");
  expect(prepareModelCells([null])[0]).toBe("Unknown");
  expect(mixText(null, false)).toBe("Unknown");
  expect(mixText(null, true)).toBe("—");
});

test("a model is told from its cheapest endpoint, an unknown one aside", () => {
  const dearer = { base: { input: 1_000_000n, output: 790_000n }, steps: [] };
  const cells = prepareModelCells([price, dearer, null]);
  expect([cells[0], cells[4]]).toEqual(["from $0.59", "$0.79"]);
});

test("success is floored and says of how many", () => {
  expect(successText({ attempts: 100_000, served: 99_999 })).toBe("99.9% of 100,000");
  expect(successText(null)).toBe("—");
  expect(mixText(ratio(64n, 100n), true)).toBe("$0.64");
});
