import { describe, expect, test } from "vitest";
import { describeDecision } from "./describe-decision";
import { attempt } from "./testing/attempt";

const served = { outcome: "served", stream: false, httpStatus: 200, hasUntried: false } as const;
const failed = { outcome: "failed", stream: false, httpStatus: 502, hasUntried: false } as const;

describe("the decision after an attempt", () => {
  test("to fall back names where to", () => {
    const next = attempt({ number: 2, tier: 2, endpoint: "beta/m", offsetMs: 101 });
    expect(describeDecision(attempt(), next, served)).toBe("Rate limited, status 429: went on to tier 2, beta/m, at once.");
  });

  test("to retry says how long it waited", () => {
    const next = attempt({ number: 2, retry: 1, offsetMs: 600 });
    expect(describeDecision(attempt(), next, served)).toBe("Rate limited, status 429: tried again at the same endpoint after 500 ms.");
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
