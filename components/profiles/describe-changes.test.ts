import { expect, test } from "vitest";
import { describeChanges } from "./describe-changes";

test("a difference is told in the editor's words", () => {
  expect(describeChanges([
    { field: "strategy", before: "ordered", after: "expected-cost" },
    { field: "tiers", before: ["a/m-3.3", "b/m"], after: ["b/m", "a/m-3.3"] },
    { field: "timeouts.totalMs", before: 1_800_000, after: 30_000 },
    { field: "wait.usdPerSecond", before: "0", after: "0.001" },
    { field: "fallbackOn", before: [], after: ["content_filter", "418"] },
    { field: "a/m-3.3.timeouts.connectMs", before: null, after: 900 },
    { field: "a/m-3.3.when.tools", before: null, after: true },
    { field: "a/m-3.3.when.metadata.team.x", before: null, after: "search" },
    { field: "b/m.retries", before: 0, after: 2 },
    { field: "b/m.caps.usdPerDay", before: null, after: "5" },
    { field: "maxAttempts", before: 3, after: null },
  ])).toEqual([
    { what: "Order", before: "In order", after: "Least expected cost" },
    { what: "Tiers", before: "1. a/m-3.3  2. b/m", after: "1. b/m  2. a/m-3.3" },
    { what: "Time for the whole call", before: "30 min 0 s", after: "30.0 s" },
    { what: "Worth of a second of waiting", before: "$0", after: "$0.001" },
    { what: "Falls back after", before: "none", after: "Content filter, status 418" },
    { what: "a/m-3.3: time to connect", before: "none", after: "900 ms" },
    { what: "a/m-3.3: takes calls with tools", before: "any", after: "yes" },
    { what: "a/m-3.3: tag team.x", before: "none", after: "search" },
    { what: "b/m: retries", before: "0", after: "2" },
    { what: "b/m: USD a day", before: "none", after: "$5" },
    { what: "Attempts at most", before: "3", after: "no limit" },
  ]);
});

test("of a tier that came, only what is not the default is told", () => {
  expect(describeChanges([
    { field: "tiers", before: ["a/m"], after: ["a/m", "b/m"] },
    { field: "b/m.retries", before: null, after: 0 },
    { field: "b/m.weight", before: null, after: 1 },
    { field: "b/m.lastResort", before: null, after: false },
    { field: "b/m.fallbackOn", before: null, after: [] },
    { field: "b/m.degraded", before: null, after: true },
  ]).map(({ what }) => what)).toEqual(["Tiers", "b/m: marked as degraded"]);
});
