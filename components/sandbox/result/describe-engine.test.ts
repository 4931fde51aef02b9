import { expect, test } from "vitest";
import { describeEngine } from "./describe-engine";
import { resultOf } from "./testing/result-of";

const intervals = {
  replications: 8, availability: [0.9482, 0.949] as const, warcUsdPerMillion: [1.18, 1.22] as const, effectiveUsdPerMillion: null, monthlyUsd: null, p: [], firstTokenP95Ms: null,
};
const events = resultOf({ engine: "events", calls: 200_000, availability: 0.9486, warcUsdPerMillion: 1.2, intervals });

test("a simulation says its calls, replications, seed and version, and how sure it is", () => {
  const line = describeEngine(events, 7, null);
  expect(line.how).toBe("Simulated second by second: 200,000 calls in 8 replications, seed 7, engine version 2");
  expect(line.sure).toBe("95% intervals: WARC $1.18/M to $1.22/M (standard error $0.0102/M); availability 94.8% to 94.9% (standard error 0.02 points)");
  expect([line.end, line.exact]).toEqual([null, null]);
  expect(describeEngine({ ...events, reachedMinute: 250.4 }, 7, null).end).toContain("had its calls by minute 250 of the run");
});

test("where formulas hold, their answer is ticked when it lies in the interval, and told apart when it does not", () => {
  expect(describeEngine(events, 7, resultOf({ availability: 0.9486 })).exact).toEqual({ isMatched: true, text: "formulas agree: 5.14% unserved" });
  expect(describeEngine(events, 7, resultOf({ availability: 0.98 })).exact?.isMatched).toBe(false);
});

test("formulas have neither a seed nor an interval", () => {
  const line = describeEngine(resultOf({ calls: 14_400 }), 7, null);
  expect(line).toEqual({ how: "Formulas: 14,400 expected calls, engine version 2", end: null, sure: null, exact: null });
});
