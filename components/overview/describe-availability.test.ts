import { expect, test } from "vitest";
import { ratio } from "@/lib/core/ratio";
import { availabilityText, oneInText } from "./describe-availability";

test.each([
  [ratio(24_999n, 25_000n), "99.99%", "1 in 25,000 failed"],
  [ratio(999_999n, 1_000_000n), "99.99%", "1 in 1,000,000 failed"],
  [ratio(25_000n, 25_000n), "100.00%", null],
  [ratio(19n, 20n), "95.00%", "1 in 20 failed"],
  [ratio(1n, 3n), "33.33%", "more than half failed"],
  [ratio(0n, 3n), "0.00%", "more than half failed"],
])("is floored, and says how rare a failure was: %o", (value, text, oneIn) => {
  expect([availabilityText(value), oneInText(value)]).toEqual([text, oneIn]);
});

test("is not said of no calls", () => {
  expect([availabilityText(null), oneInText(null)]).toEqual(["—", null]);
});
