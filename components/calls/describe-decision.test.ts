import { describe, expect, test } from "vitest";
import { describeDecision } from "./describe-decision";
import { attempt } from "./testing/attempt";

const served = { outcome: "served", stream: false, httpStatus: 200, hasUntried: false, plan: [] } as const;
const failed = { outcome: "failed", stream: false, httpStatus: 502, hasUntried: false, plan: [] } as const;

describe("the decision after an attempt", () => {
  test("to fall back names where to", () => {
    const next = attempt({ number: 2, tier: 2, endpoint: "beta/m", offsetMs: 101 });
    expect(describeDecision(attempt(), next, served)).toBe("Rate limited, status 429: went on to tier 2, beta/m, at once.");
  });

  test("to fall back says what that was expected to cost, where the plan knew", () => {
    const next = attempt({ number: 2, tier: 2, endpoint: "beta/m", offsetMs: 100 });
    const plan = (here: string | null, there: string) => [{ endpoint: "alpha/m", expectedCostUsd: here }, { endpoint: "beta/m", expectedCostUsd: there }];
    const decide = (here: string | null, there: string) => describeDecision(attempt(), next, { ...served, plan: plan(here, there) });
    expect(decide("0.001", "0.0029")).toContain("at once, which was expected to cost $0.0019 more.");
    expect(decide("0.001", "0.0004")).toContain("at once, which was expected to cost $0.0006 less.");
    expect(decide("0.001", "0.001")).toContain("which was expected to cost the same.");
    expect(decide(null, "0.001")).toMatch(/at once\.$/);
  });

  test("to retry says how long it waited", () => {
    const next = attempt({ number: 2, retry: 1, offsetMs: 600 });
    expect(describeDecision(attempt(), next, served)).toBe("Rate limited, status 429: tried again at the same endpoint after a wait of 500 ms.");
  });

  test("to stop says why", () => {
    expect(describeDecision(attempt({ cause: "timeout_connect", httpStatus: null }), undefined, failed)).toBe(
      "No connection in time: no candidate was left; the client got status 502.",
    );
    expect(describeDecision(attempt({ cause: "not_found", httpStatus: 404 }), undefined, { ...failed, hasUntried: true })).toContain(
      "the profile's triggers, its limit of attempts or the deadline ended the call; the client got status 502.",
    );
    expect(describeDecision(attempt({ cause: "context_length", httpStatus: 400 }), undefined, failed)).toBe(
      "Prompt too long, status 400: the request itself is at fault, so the answer went back to the client and nothing else was tried.",
    );
    expect(
      describeDecision(attempt({ cause: "stream_cut", httpStatus: 200, firstTokenMs: 40 }), undefined, { ...failed, stream: true }),
    ).toBe("Stream cut: the answer had begun, so no other tier could take over; the stream ended with an error.");
    expect(describeDecision(attempt(), undefined, { ...failed, outcome: "aborted" })).toContain("the client left");
  });

  test("that was none to take", () => {
    expect(describeDecision(attempt({ outcome: "served", cause: null }), undefined, served)).toBe("Served the call.");
    expect(describeDecision(attempt({ outcome: "aborted", cause: null }), undefined, failed)).toContain("The client left");
  });
});
