import { expect, it } from "vitest";
import { fadedWeight, HALF_LIFE_MS } from "./fading";

it.each([
  [0, 1],
  [HALF_LIFE_MS, 0.5],
  [3 * HALF_LIFE_MS, 0.125],
  [Infinity, 0],
  [-5, 1],
])("after %d ms a weight of 1 is %d", (elapsedMs, left) => {
  expect(fadedWeight(elapsedMs)).toBeCloseTo(left, 12);
});
