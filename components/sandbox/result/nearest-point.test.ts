import { expect, test } from "vitest";
import { nearestPoint, pointAfterKey } from "./nearest-point";

const plot = { width: 400, height: 200 };

test("a pointer picks the column that it is over, wherever it is above it", () => {
  const columns = [0, 25, 50, 75].map((x) => ({ x, width: 25, y: null }));
  expect(nearestPoint(columns, { left: 110, top: 3 }, plot)).toBe(1);
  expect(nearestPoint(columns, { left: 399, top: 190 }, plot)).toBe(3);
});

test("a pointer picks the mark that is nearest in both directions", () => {
  const marks = [{ x: 10, width: 0 as const, y: 10 }, { x: 10, width: 0 as const, y: 90 }];
  expect(nearestPoint(marks, { left: 60, top: 170 }, plot)).toBe(1);
  expect(nearestPoint([], { left: 60, top: 170 }, plot)).toBeNull();
});

test("arrow keys go from the first point to the last and stay there; other keys do nothing", () => {
  expect(pointAfterKey("ArrowRight", null, 3)).toBe(0);
  expect(pointAfterKey("ArrowLeft", null, 3)).toBe(2);
  expect(pointAfterKey("ArrowDown", 2, 3)).toBe(2);
  expect(pointAfterKey("Home", 2, 3)).toBe(0);
  expect(pointAfterKey("End", 0, 3)).toBe(2);
  expect(pointAfterKey("a", 0, 3)).toBeNull();
  expect(pointAfterKey("ArrowRight", null, 0)).toBeNull();
});
