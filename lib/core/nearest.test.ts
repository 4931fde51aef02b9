import { describe, expect, it } from "vitest";
import { findNearest } from "./nearest";

describe("the nearest name", () => {
  it.each([
    ["cheapest-lama", ["premium-cascade", "cheapest-llama"], "cheapest-llama"],
    ["deepinfra/lama-3.3-70b", ["deepinfra/llama-3.3-70b", "groq/llama-3.3-70b"], "deepinfra/llama-3.3-70b"],
    ["tow", ["one", "two"], "two"],
    ["bogus", ["extract", "gpt-4o"], null],
    ["", ["a"], null],
    ["anything", [], null],
    ["x".repeat(100_000), ["y"], null],
  ])("to %s among %j is %s", (name, known, nearest) => {
    expect(findNearest(name, known)).toBe(nearest);
  });
});
