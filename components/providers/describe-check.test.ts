import { expect, test } from "vitest";
import { describeCheck } from "./describe-check";

test("a list is good unless a model that we ask for is not in it", () => {
  expect(describeCheck({ kind: "listed", count: 1, missing: [] })).toEqual({ text: "It answered, took the API key and listed 1 model.", isGood: true });
  expect(describeCheck({ kind: "listed", count: 2, missing: ["x", "y"] })).toMatchObject({ isGood: false, text: expect.stringContaining("Not among them: x, y.") as string });
});

test("every fault says what to do", () => {
  const text = (check: Parameters<typeof describeCheck>[0]) => describeCheck(check).text;
  expect(text({ kind: "status", status: 401 })).toContain("Set a new one");
  expect(text({ kind: "status", status: 404 })).toContain("base URL may be wrong");
  expect(text({ kind: "status", status: 503 })).toContain("Try again");
  expect(text({ kind: "silent", code: "ECONNREFUSED" })).toContain("host and port");
  expect(text({ kind: "silent", code: "timeout" })).toBe("No answer within 10 s.");
  expect(text({ kind: "sealed", problem: "it was altered: set it again" })).toContain("set it again");
});
