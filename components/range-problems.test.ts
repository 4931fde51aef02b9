import { expect, test } from "vitest";
import { rangeProblem, zoneProblem } from "./range-problems";

test("a range ends after it begins, in its zone", () => {
  expect(rangeProblem("2026-11-20T10:00", "2026-11-22T10:00", "UTC")).toBeNull();
  expect(rangeProblem("2026-11-22T10:00", "2026-11-20T10:00", "UTC")).toBe("The range must end after it begins.");
  expect(rangeProblem("2026-11-22T10:00", "2026-11-22T10:00", "Asia/Kathmandu")).toBe("The range must end after it begins.");
  expect(rangeProblem("", "2026-11-22T10:00", "UTC")).toBe("Both must be a day and a time.");
});

test("a zone is one that there is", () => {
  expect(["UTC", "Asia/Kathmandu"].map(zoneProblem)).toEqual([null, null]);
  expect(["Mars/Olympus", ""].map(zoneProblem)).toEqual(Array(2).fill("There is no such time zone. Names are like Europe/Berlin or UTC."));
});
