import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallRecord } from "./record";
import { summariseCall } from "./summarise-call";
import { callRecords } from "./testing/records";

const served = fc.sample(callRecords().filter((call) => call.outcome === "served" && call.attempts.length === 2), { numRuns: 1, seed: 5 })[0] as CallRecord;

/** The sample with these costs of its failed and of its serving attempt. */
function withCosts(failed: bigint | null, serving: bigint | null, more: Partial<CallRecord> = {}): CallRecord {
  const costs = [failed, serving];
  const attempts = served.attempts.map((attempt, index) => ({ ...attempt, costPico: costs[index] ?? null }));
  return { ...served, baselineCostPico: 9n, attempts, ...more };
}

describe("the summary of a call", () => {
  it("adds up all attempts and names what serving cost", () => {
    expect(summariseCall(withCosts(2n, 5n))).toEqual({ attemptCount: 2, unknownAttempts: 0, costPico: 7n, servedCostPico: 5n, comparable: true });
  });

  it("counts an unknown cost, and does not take it for nothing", () => {
    expect(summariseCall(withCosts(null, 5n))).toMatchObject({ unknownAttempts: 1, costPico: 5n, comparable: false });
    expect(summariseCall(withCosts(2n, null))).toMatchObject({ unknownAttempts: 1, servedCostPico: null, comparable: false });
  });

  it("compares nothing without a baseline, nor a call that was not served", () => {
    expect(summariseCall(withCosts(2n, 5n, { baselineCostPico: null })).comparable).toBe(false);
    expect(summariseCall(withCosts(2n, 5n, { outcome: "failed" })).comparable).toBe(false);
  });

  it("sums to 0 without attempts", () => {
    expect(summariseCall({ ...served, outcome: "failed", attempts: [] })).toMatchObject({ attemptCount: 0, costPico: 0n, servedCostPico: null });
  });

  it("never loses an attempt: known and unknown ones are all of them", () => {
    fc.assert(
      fc.property(callRecords(), (call) => {
        const { attemptCount, unknownAttempts, costPico } = summariseCall(call);
        const known = call.attempts.flatMap((attempt) => (attempt.costPico === null ? [] : [attempt.costPico]));
        expect(known.length + unknownAttempts).toBe(attemptCount);
        expect(costPico).toBe(known.reduce((sum, cost) => sum + cost, 0n));
      }),
    );
  });
});
