import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from "./retry-after";

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const DATE = "Thu, 01 Jan 2026 12:00:07 GMT";
const left = (what: string, remaining: string, reset: string) => ({
  [`x-ratelimit-remaining-${what}`]: remaining,
  [`x-ratelimit-reset-${what}`]: reset,
});

describe("Retry-After", () => {
  it.each([
    [{ "retry-after": "5" }, 5_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "1.5" }, 1_500],
    [{ "retry-after": "1000000000" }, 600_000],
    [{ "retry-after": "9".repeat(50) }, 600_000],
    [{ "retry-after": "9".repeat(65) }, null],
    [{ "retry-after": DATE }, 7_000],
    [{ "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "Fri, 01 Jan 2126 11:00:00 GMT" }, 600_000],
    [{ "retry-after-ms": "250", "retry-after": "5" }, 250],
    [{ "retry-after-ms": "soon", "retry-after": "5" }, 5_000],
    [{ "retry-after": "-1" }, null],
    [{ "retry-after": "1e9" }, null],
    [{ "retry-after": "Infinity" }, null],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "" }, null],
    [{}, null],
  ])("%j is %s ms", (headers, expected) => {
    expect(parseRetryAfter(headers, now)).toBe(expected);
  });

  it.each([
    [["5", "5"], 5_000],
    [["5", "7"], null],
    ["5, 5", 5_000],
    ["5, 7", null],
    [`${DATE}, ${DATE}`, 7_000],
    [[], null],
  ])("given twice, as %j, is %s ms", (value, expected) => {
    expect(parseRetryAfter({ "retry-after": value }, now)).toBe(expected);
  });

  it.each([
    ["only what has run out counts", { ...left("requests", "0", "7.5s"), ...left("tokens", "12", "90s") }, 7_500],
    ["the longest of what has run out", { ...left("requests", "0", "7s"), ...left("tokens", "0", "20s") }, 20_000],
    ["garbage before it does not", { "retry-after": "soon", ...left("tokens", "0", "20s") }, 20_000],
    ["the provider's own word goes first", { "retry-after": "3", ...left("tokens", "0", "20s") }, 3_000],
    ["hours are cut", left("requests", "0", "23h59m"), 600_000],
    ["what has not run out says nothing", left("requests", "3", "20s"), null],
    ["without a reset nobody knows", { "x-ratelimit-remaining-requests": "0" }, null],
  ])("without it, %s", (_, headers, expected) => {
    expect(parseRetryAfter(headers, now)).toBe(expected);
  });

  it("is within bounds or not said, whatever the headers", () => {
    const anyValue = fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String), fc.nat().map(String));
    const anyHeaders = fc.dictionary(
      fc.constantFrom("retry-after", "retry-after-ms", ...Object.keys(left("tokens", "", ""))),
      fc.oneof(anyValue, fc.array(anyValue, { maxLength: 3 })),
    );
    fc.assert(
      fc.property(anyHeaders, fc.integer({ min: 0, max: 4e12 }), (headers, nowMs) => {
        const ms = parseRetryAfter(headers, nowMs);
        expect(ms === null || (ms >= 0 && ms <= MAX_RETRY_AFTER_MS && Number.isInteger(ms))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
