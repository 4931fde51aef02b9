import { expect, test } from "vitest";
import { stepByKey } from "./step-by-key";

test.each([
  ["ArrowRight", null, 0],
  ["ArrowLeft", null, 4],
  ["Home", null, 0],
  ["End", null, 4],
  ["ArrowRight", 2, 3],
  ["ArrowLeft", 2, 1],
  ["ArrowRight", 4, 4],
  ["ArrowLeft", 0, 0],
  ["Home", 3, 0],
  ["End", 1, 4],
  ["Enter", 2, null],
  ["a", null, null],
])("%s leads from column %s of five to %s", (key, picked, expected) => {
  expect(stepByKey(key, picked, 5)).toBe(expected);
});
