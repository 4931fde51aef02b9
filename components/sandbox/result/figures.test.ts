import { expect, test } from "vitest";
import { availability, oneIn } from "../../availability";
import { perMillion, totalDelta, totalOf, toRatio } from "./figures";

test("an estimate is shown as the ledger shows its amounts", () => {
  expect(perMillion(1.2)).toBe("$1.20/M");
  expect(perMillion(0.004265373)).toBe("$0.00427/M");
  expect(totalOf(1234.567)).toBe("$1,234.57");
  expect(totalDelta(12.345)).toBe("+$12.35");
});

test("what is not known is a word, never zero", () => {
  expect([perMillion(null), totalOf(null), totalDelta(null)]).toEqual(Array(3).fill("Unknown"));
});

test("float noise does not take a digit off an availability, and what is not all stays below 100%", () => {
  expect(availability(toRatio(0.95 + 0.04))).toBe("99.000%");
  expect(availability(toRatio(0.1 + 0.2 + 0.7))).toBe("100.0%");
  expect(availability(toRatio(0.999_999_999))).toBe("99.999%");
  expect(oneIn(toRatio(0.999985))).toBe("1 in 66,666 failed");
});
