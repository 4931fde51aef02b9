import { expect, test } from "vitest";
import type { Trouble } from "../scenario";
import { findUnseenTrouble, shareCalls } from "./run-length";
import { BROKEN, endpoint, scenarioOf } from "./testing/scenario";

/** 100 calls a minute for 100 minutes. */
const scenarioWith = (trouble: readonly Trouble[] = []) => scenarioOf({ tiers: [{ model: endpoint(1) }], callsPerMinute: 100, minutes: 100, trouble });
const span = (fromMinute: number, toMinute: number) => ({ kind: "outage", domains: ["p1"], share: 1, failure: BROKEN, fromMinute, toMinute }) as const;

test.each([
  [8, Infinity, 8, null],
  [8, 80_000, 8, null],
  [8, 79_999, 7, null],
  [8, 40_000, 4, null],
  [8, 20_000, 4, 50],
  [2, 10_000, 2, 50],
  [1, 1_000, 1, 10],
])("%i runs with %i calls in all are %i, which end at minute %s", (replications, maxCalls, runs, reached) => {
  const { replications: found, callsEach, reachedMinute } = shareCalls(scenarioWith(), { replications, maxCalls });
  expect([found, callsEach, reachedMinute]).toEqual([runs, maxCalls / runs, reached === null ? null : expect.closeTo(reached, 1)]);
});

test("a burst brings the end nearer", () => {
  const burst = { kind: "traffic", factor: 5, fromMinute: 10, toMinute: 20 } as const;
  expect(shareCalls(scenarioWith([burst]), { replications: 1, maxCalls: 3_500 }).reachedMinute).toBeCloseTo(15, 1);
});

test.each([
  ["ends after them", span(40, 60), true],
  ["begins after them", span(60, 80), true],
  ["is over by then", span(10, 50), false],
  ["is there all the time", span(0, 100), false],
])("runs that end at minute 50 miss trouble that %s: %s", (_, trouble, isMissed) => {
  const scenario = scenarioWith([trouble]);
  expect(findUnseenTrouble(scenario, 50)?.startsWith("Each run would have its calls by minute 50 of 100, and miss trouble")).toBe(isMissed ? true : undefined);
  expect(findUnseenTrouble(scenario, null)).toBeNull();
});
