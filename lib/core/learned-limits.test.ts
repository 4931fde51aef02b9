import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_PAUSE_MS } from "./breaker";
import { LearnedLimits } from "./learned-limits";

const NOW = Date.UTC(2026, 0, 1, 12);
const limit = (remaining: number, resetMs: number, whole: number | null = null) => ({ limit: whole, remaining, resetMs });

describe("limits that a provider taught", () => {
  it("let no more through than it said remained, until their reset", () => {
    const limits = new LearnedLimits();
    expect(limits.findCap(1_000_000, NOW)).toBeNull();
    limits.learn({ requests: limit(2, 20_000), tokens: limit(1_000, 30_000, 6_000) }, NOW);
    limits.reserve(400);
    expect(limits.findCap(600, NOW)).toBeNull();
    // 5,000 tokens are refilled in 30 s, so one more in 6 ms.
    expect(limits.findCap(601, NOW)).toEqual({ cap: "6,000 tokens at the provider (600 left)", freeAtMs: NOW + 6 });
    limits.reserve(599);
    expect(limits.findCap(1, NOW)).toEqual({ cap: "requests at the provider (0 left)", freeAtMs: NOW + 20_000 });
    expect(limits.findCap(1, NOW + 20_000)).toBeNull();
    expect(limits.findCap(3_400, NOW + 20_000)?.cap).toBe("6,000 tokens at the provider (1 left)");
    expect(limits.findCap(3_300, NOW + 20_000)).toBeNull();
    expect(limits.findCap(1_000_000, NOW + 30_000)).toBeNull();
  });

  it("let calls through as fast as the provider refills, long before its reset", () => {
    const limits = new LearnedLimits();
    limits.learn({ requests: limit(0, 60_000, 60), tokens: null }, NOW);
    expect(limits.findCap(0, NOW)?.freeAtMs).toBe(NOW + 1_000);
    expect(limits.findCap(0, NOW + 1_000)).toBeNull();
    limits.reserve(0);
    expect(limits.findCap(0, NOW + 1_000)?.freeAtMs).toBe(NOW + 2_000);
  });

  it("give way to what a later answer says, each for itself", () => {
    const limits = new LearnedLimits();
    limits.learn({ requests: limit(0, 20_000), tokens: limit(0, 20_000) }, NOW);
    limits.learn({ requests: limit(5, 1_000), tokens: null }, NOW + 1);
    expect(limits.findCap(0, NOW + 1)).toBeNull();
    expect(limits.findCap(1, NOW + 1)?.freeAtMs).toBe(NOW + 20_000);
  });

  it("are not put back by an answer whose headers had come before", () => {
    const limits = new LearnedLimits();
    limits.learn({ requests: limit(0, 20_000), tokens: null }, NOW);
    limits.learn({ requests: limit(9, 20_000), tokens: null }, NOW - 1);
    expect(limits.findCap(1, NOW)).not.toBeNull();
  });

  it("hold for ten minutes at the most, also when the clock is set back", () => {
    const limits = new LearnedLimits();
    limits.learn({ requests: limit(0, 86_400_000), tokens: null }, NOW);
    expect(limits.findCap(1, NOW)?.freeAtMs).toBe(NOW + MAX_PAUSE_MS);
    expect(limits.findCap(1, NOW - 1)).toBeNull();
  });

  it("are kept by any sequence of calls", () => {
    const anyCall = fc.record({ tokens: fc.nat(500), passMs: fc.nat(5_000) });
    fc.assert(
      fc.property(fc.nat(10), fc.nat(2_000), fc.nat(60_000), fc.array(anyCall), (requests, tokens, resetMs, calls) => {
        const limits = new LearnedLimits();
        limits.learn({ requests: limit(requests, resetMs), tokens: limit(tokens, resetMs) }, NOW);
        let nowMs = NOW;
        const sent = { requests: 0, tokens: 0 };
        for (const call of calls) {
          nowMs += call.passMs;
          const fits = sent.requests < requests && sent.tokens + call.tokens <= tokens;
          const capped = limits.findCap(call.tokens, nowMs);
          expect(capped === null).toBe(fits || nowMs >= NOW + resetMs);
          if (capped || nowMs >= NOW + resetMs) continue;
          limits.reserve(call.tokens);
          sent.requests += 1;
          sent.tokens += call.tokens;
        }
      }),
    );
  });
});
