import { expect, it } from "vitest";
import { intervalOf, studentT } from "./student-t";

// From printed tables.
it.each([[1, 12.706], [2, 4.303], [3, 3.182], [4, 2.776], [9, 2.262], [19, 2.093], [99, 1.984]])("with %d degrees of freedom 97.5%% stay under %d", (freedom, quantile) => {
  expect(Math.abs(studentT(0.975, freedom) / quantile - 1)).toBeLessThan(0.01);
});

it("an interval lies round the mean, and none comes from one value", () => {
  expect(intervalOf([1])).toBeNull();
  const [low, high] = intervalOf([1, 2, 3]) ?? [NaN, NaN];
  expect([low, high].map((value) => value.toFixed(3))).toEqual(["-0.484", "4.484"]);
});
