import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { ProviderGate } from "./provider-gate";
import { LIMITS, SHAPE } from "./testing/scenario";

const usage = (input: number, output: number, cachedInput = 0) => ({ ...SHAPE.usage, input, output, cachedInput });
const admits = (gate: ProviderGate, atMs: number, what = usage(1, 0)) => typeof gate.admit(what, atMs) !== "number";

describe("a token bucket", () => {
  // 60 a minute is one a second; half a minute of it is 30. Worked out by hand, line by line.
  it("follows this trace", () => {
    const gate = new ProviderGate({ ...LIMITS, tokensPerMinute: 60, bucketMinutes: 0.5 });
    const trace: [atMs: number, tokens: number, answer: number | "in"][] = [
      [0, 20, "in"], // 30 - 20 = 10
      [0, 15, 5_000], // 5 short
      [4_000, 15, 1_000], // 14
      [5_000, 15, "in"], // 15 - 15 = 0
      [5_500, 1, 500],
      [6_000, 1, "in"], // 1 - 1 = 0
      [66_000, 31, "in"], // full at 30: more than it holds takes it all, and goes below
      [67_000, 1, 1_000], // -1 + 1 = 0
      [68_000, 1, "in"],
    ];
    for (const [atMs, tokens, answer] of trace) {
      const got = gate.admit(usage(tokens, 0), atMs);
      expect([atMs, typeof got === "number" ? Math.round(got) : "in"]).toEqual([atMs, answer]);
    }
  });

  // The bucket of 60 refuses far less than a fixed minute of 60 does: 5.14%.
  it.each([
    ["depth 1 at ρ = 1.5 refuses ρ / (1 + ρ)", 1.5, 1 / 60, 0.6, 0.006],
    ["depth 20 at ρ = 1.5 tends to 1 - 1/ρ", 1.5, 20 / 60, 1 / 3, 0.006],
    ["depth 60 at ρ = 1 refuses 0.836% in the long run", 1, 1, 0.00836, 0.002],
  ])("of %s", (_name, load, bucketMinutes, refusedShare, margin) => {
    const gate = new ProviderGate({ ...LIMITS, requestsPerMinute: 60, bucketMinutes });
    const random = createRandom(5);
    let [atMs, refused, calls] = [0, 0, 0];
    // The bucket is full at the start: what comes before it has forgotten that is not counted.
    for (let call = 0; call < 200_000; call += 1) {
      atMs += (-Math.log(1 - random.next()) / load) * 1_000;
      const isIn = admits(gate, atMs);
      if (call < 20_000) continue;
      calls += 1;
      if (!isIn) refused += 1;
    }
    expect(Math.abs(refused / calls - refusedShare)).toBeLessThan(margin);
  });
});

describe("a provider's limits", () => {
  it("begin anew with each fixed minute, and say how long until then", () => {
    const gate = new ProviderGate({ ...LIMITS, requestsPerMinute: 2, window: "fixed-minute" });
    expect([admits(gate, 59_000), admits(gate, 59_500), gate.admit(usage(1, 0), 59_600), admits(gate, 60_000)]).toEqual([true, true, 400, true]);
    expect(gate.left(60_000)).toEqual({ requests: { limit: 2, remaining: 1, resetMs: 60_000 }, tokens: null });
  });

  it("reserve what may be written, and give back what was not", () => {
    const gate = new ProviderGate({ ...LIMITS, outputTokensPerMinute: 100, reserves: "max-tokens", maxOutputTokens: 80 });
    const taken = gate.admit(usage(5, 10), 0);
    expect(admits(gate, 0, usage(5, 10))).toBe(false);
    if (typeof taken !== "number") gate.settle(taken, 10, 0);
    expect(admits(gate, 0, usage(5, 10))).toBe(true);
  });

  it("of fixed minutes give back in the minute alone that it was taken in", () => {
    const leftAfter = (settledAtMs: number) => {
      const gate = new ProviderGate({ ...LIMITS, tokensPerMinute: 100, window: "fixed-minute", reserves: "max-tokens", maxOutputTokens: 80 });
      const taken = gate.admit(usage(0, 10), 59_000);
      if (settledAtMs >= 60_000) expect(admits(gate, 60_000, usage(0, 10))).toBe(true);
      if (typeof taken !== "number") gate.settle(taken, 10, settledAtMs);
      return gate.left(settledAtMs).tokens?.remaining;
    };
    expect([leftAfter(59_500), leftAfter(61_000)]).toEqual([90, 20]);
  });

  it.each([[true, false], [false, true]])("count cached input (%s) or not", (countsCachedInput, isIn) => {
    const gate = new ProviderGate({ ...LIMITS, inputTokensPerMinute: 100, countsCachedInput });
    expect(admits(gate, 0, usage(90, 0, 40))).toBe(true);
    expect(admits(gate, 0, usage(40, 0, 10))).toBe(isIn);
  });
});
