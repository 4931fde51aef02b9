import { expect, test } from "vitest";
import { describeTest } from "./describe-test";

const served = { kind: "served", callId: "c", text: "ready", totalMs: 1_412, costUsd: "0.0000123", inputTokens: 14, outputTokens: 2 } as const;

test("a served test says what came, how long it took, and the exact cost", () => {
  expect(describeTest(served)).toEqual({ text: "It answered “ready” in 1,412 ms, with 14 tokens in and 2 out. That cost exactly $0.0000123.", isGood: true, callId: "c" });
});

test("an unknown cost is said to be unknown, and a long answer is cut short", () => {
  const { text } = describeTest({ ...served, costUsd: null, text: "x".repeat(500) });
  expect(text).toContain("unknown, since it has no price");
  expect(text).toContain(`${"x".repeat(80)}…”`);
  expect(describeTest({ ...served, text: "" }).text).toContain("without a word");
});

test("a failed one says the cause, and what to do", () => {
  const failed = { kind: "failed", callId: "c", totalMs: 80, cause: "auth", status: 401, message: "m" } as const;
  expect(describeTest(failed)).toEqual({ text: "It failed after 80 ms: our credential was refused (401). Set a new API key.", isGood: false, callId: "c" });
  expect(describeTest({ ...failed, cause: "stream_cut", status: null }).text).toBe("It failed after 80 ms: stream cut. The call says more.");
  expect(describeTest({ ...failed, cause: null, callId: null, message: "The breaker is open." })).toEqual({ text: "It was not asked: The breaker is open.", isGood: false, callId: null });
  expect(describeTest({ kind: "unreachable", reason: "nothing answers at its address" }).text).toContain("our own gateway did not take the call");
});
