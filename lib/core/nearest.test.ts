import { describe, expect, it } from "vitest";
import { findNearest } from "./nearest";

describe("the nearest name", () => {
  it.each([
    ["cheapest-lama", ["premium-cascade", "cheapest-llama"], "cheapest-llama"],
    ["", ["a"], "a"],
    ["anything", [], null],
    ["x".repeat(100_000), ["y"], "y"],
  ])("to %s among %j is %s", (name, known, nearest) => {
    expect(findNearest(name, known)).toBe(nearest);
  });
});
