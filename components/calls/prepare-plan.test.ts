import { describe, expect, test } from "vitest";
import { preparePlan } from "./prepare-plan";

const plan = [
  { endpoint: "alpha/m", tier: 1, kept: true, reason: "next in order", expectedCostUsd: "0.0042", expectedMs: 900 },
  { endpoint: "beta/m", tier: 2, kept: false, reason: "cooling until 14:06:00 UTC after overloaded", expectedCostUsd: null, expectedMs: null },
  { endpoint: "gamma/m", tier: 3, kept: true, reason: "next in order" },
];

describe("what became of a plan", () => {
  test("tells the tried from the dropped and the unneeded", () => {
    const rows = preparePlan(plan, { outcome: "served", servedTier: 1, attempts: [{ endpoint: "alpha/m" }, { endpoint: "alpha/m" }] });
    expect(rows.map(({ what, expected, isTried, isDropped }) => [what, expected, isTried, isDropped])).toEqual([
      ["Tried, 2 attempts: next in order", "Expected: about $0.0042, about 900 ms", true, false],
      ["Not tried: cooling until 14:06:00 UTC after overloaded", null, false, true],
      ["Not tried: not needed, tier 1 served", null, false, false],
    ]);
  });

  test("says why nobody else's turn came", () => {
    const last = (outcome: "failed" | "aborted") => preparePlan(plan, { outcome, servedTier: null, attempts: [] }).at(-1)?.what;
    expect([last("failed"), last("aborted")]).toEqual(["Not tried: the call ended before its turn", "Not tried: the client left first"]);
  });
});
