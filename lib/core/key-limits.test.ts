import { describe, expect, it } from "vitest";
import { formatReset, KeyMeter, limitHeaders, NO_LIMITS } from "./key-limits";

const NOON = Date.UTC(2026, 10, 23, 12);

describe("a key's meter", () => {
  it("tells what is left of the minute as OpenAI's headers do, and nothing of what has no limit", () => {
    const limits = { ...NO_LIMITS, requestsPerMinute: 3, tokensPerMinute: 1_000 };
    const meter = new KeyMeter();
    expect(limitHeaders(meter.minuteLeft(limits, NOON))["x-ratelimit-reset-requests"]).toBe("0s");
    const ticket = meter.enter(600, NOON);
    expect(limitHeaders(meter.minuteLeft(limits, NOON + 1_000))).toEqual({
      "x-ratelimit-limit-requests": "3", "x-ratelimit-remaining-requests": "2", "x-ratelimit-reset-requests": "1m0s",
      "x-ratelimit-limit-tokens": "1000", "x-ratelimit-remaining-tokens": "400", "x-ratelimit-reset-tokens": "1m0s",
    });
    expect(meter.findLimit(limits, 401, NOON + 2_000)).toMatchObject({ cap: "1,000 tokens a minute", freeAtMs: NOON + 61_000 });
    meter.leave(ticket, 100, NOON + 2_000);
    expect(meter.findLimit(limits, 900, NOON + 2_000)).toBeNull();
    expect(limitHeaders(meter.minuteLeft(NO_LIMITS, NOON))).toEqual({});
    meter.enter(5_000, NOON + 2_000);
    expect(meter.minuteLeft(limits, NOON + 2_000).tokens?.remaining).toBe(0);
  });

  it("frees a place with each call that ends", () => {
    const limits = { ...NO_LIMITS, concurrentCalls: 1 };
    const meter = new KeyMeter();
    const ticket = meter.enter(1, NOON);
    expect(meter.findLimit(limits, 1, NOON)?.cap).toBe("1 call at a time");
    meter.leave(ticket, null, NOON);
    meter.leave(ticket, null, NOON);
    expect(meter.findLimit(limits, 1, NOON)).toBeNull();
  });

  it("writes times as OpenAI does", () => {
    expect([0, 0.2, 17, 999, 1_000, 59_001, 60_000, 61_000].map(formatReset)).toEqual(["0s", "1ms", "17ms", "999ms", "1s", "1m0s", "1m0s", "1m1s"]);
  });
});
