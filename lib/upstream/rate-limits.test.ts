import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_PAUSE_MS } from "@/lib/core/breaker";
import { parseRateLimits } from "./rate-limits";

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);
const NONE = { requests: null, tokens: null };

describe("a provider's limits", () => {
  it("are read as OpenAI writes them", () => {
    const headers = {
      "x-ratelimit-limit-requests": "5000",
      "x-ratelimit-limit-tokens": "160000",
      "x-ratelimit-remaining-requests": "4999",
      "x-ratelimit-remaining-tokens": "159976",
      "x-ratelimit-reset-requests": "12ms",
      "x-ratelimit-reset-tokens": "6m0s",
    };
    expect(parseRateLimits(headers, NOW)).toEqual({
      requests: { limit: 5_000, remaining: 4_999, resetMs: 12 },
      tokens: { limit: 160_000, remaining: 159_976, resetMs: 360_000 },
    });
  });

  it("are read as OpenRouter writes them, for requests", () => {
    const headers = { "x-ratelimit-limit": "20", "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW + 42_000) };
    expect(parseRateLimits(headers, NOW)).toEqual({ requests: { limit: 20, remaining: 0, resetMs: 42_000 }, tokens: null });
  });

  const anthropic = (what: string, limit: string, remaining: string, reset: string) => ({
    [`anthropic-ratelimit-${what}-limit`]: limit,
    [`anthropic-ratelimit-${what}-remaining`]: remaining,
    [`anthropic-ratelimit-${what}-reset`]: reset,
  });

  it("are read as Anthropic writes them, with all tokens together", () => {
    const headers = {
      ...anthropic("requests", "1000", "999", "2026-01-01T12:00:01Z"),
      ...anthropic("input-tokens", "80000", "78000", "2026-01-01T12:00:02Z"),
      ...anthropic("output-tokens", "16000", "12000", "2026-01-01T12:00:17.5Z"),
    };
    const read = {
      requests: { limit: 1_000, remaining: 999, resetMs: 1_000 },
      tokens: { limit: 96_000, remaining: 90_000, resetMs: 17_500 },
    };
    expect(parseRateLimits(headers, NOW)).toEqual(read);
    expect(parseRateLimits({ ...headers, ...anthropic("tokens", "96000", "50", "2026-01-01T13:00:05+01:00") }, NOW)).toEqual({
      ...read,
      tokens: { limit: 96_000, remaining: 50, resetMs: 5_000 },
    });
  });

  it("let a part of the tokens that has run out speak for all", () => {
    const headers = {
      ...anthropic("tokens", "96000", "50000", "2026-01-01T12:00:05Z"),
      ...anthropic("input-tokens", "80000", "0", "2026-01-01T12:00:03Z"),
      ...anthropic("output-tokens", "16000", "0", "2026-01-01T12:00:30Z"),
    };
    expect(parseRateLimits(headers, NOW).tokens).toEqual({ limit: 16_000, remaining: 0, resetMs: 30_000 });
    expect(parseRateLimits(anthropic("output-tokens", "16000", "9000", "2026-01-01T12:00:30Z"), NOW)).toEqual(NONE);
  });

  it.each([
    ["1s", 1_000],
    ["2m59.56s", 179_560],
    ["20ms", 20],
    ["7.66s", 7_660],
    ["1h2m3s", MAX_PAUSE_MS],
    ["2d", MAX_PAUSE_MS],
    ["350µs", 1],
    ["0s", 0],
    ["59.2", 59_200],
    ["0", 0],
    [String((NOW + 9_000) / 1_000), 9_000],
    [String(NOW - 9_000), 0],
    ["2020-01-01T00:00:00Z", 0],
    ["9".repeat(60), MAX_PAUSE_MS],
    ["9".repeat(65), null],
    ["1s".repeat(33), null],
    ["1e9", null],
    ["Infinity", null],
    ["NaN", null],
    ["-5", null],
    ["-5s", null],
    ["5 s", null],
    ["1x", null],
    ["s", null],
    ["", null],
    ["tomorrow", null],
    ["2026-13-45T99:00:00Z", null],
    [["3s", "3s"], 3_000],
    [["3s", "4s"], null],
    ["3s, 3s", 3_000],
    ["3s, 4s", null],
    [[], null],
  ])("reset in %j is %s ms away", (reset, expected) => {
    const { requests } = parseRateLimits({ "x-ratelimit-remaining-requests": "7", "x-ratelimit-reset-requests": reset }, NOW);
    expect(requests?.resetMs ?? null).toBe(expected);
  });

  it.each([
    ["0", 0],
    ["7.9", 7],
    ["9".repeat(40), Number.MAX_SAFE_INTEGER],
    ["-1", null],
    ["1e9", null],
    ["Infinity", null],
    ["some", null],
  ])("%j remaining are %s", (remaining, expected) => {
    const { tokens } = parseRateLimits({ "x-ratelimit-remaining-tokens": remaining, "x-ratelimit-reset-tokens": "1s" }, NOW);
    expect(tokens?.remaining ?? null).toBe(expected);
  });

  it("are within bounds or not said, whatever the headers", () => {
    const names = ["limit", "remaining", "reset"].flatMap((part) => [
      ...["", "-requests", "-tokens"].map((what) => `x-ratelimit-${part}${what}`),
      ...["requests", "tokens", "input-tokens", "output-tokens"].map((what) => `anthropic-ratelimit-${what}-${part}`),
    ]);
    const anyValue = fc.oneof(
      fc.string(),
      fc.nat().map(String),
      fc.double().map(String),
      fc.bigInt({ min: 0n }).map(String),
      fc.stringMatching(/^([0-9]{1,4}(d|h|ms|m|s)){1,3}$/),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    const anyHeader = fc.oneof({ weight: 5, arbitrary: anyValue }, { weight: 1, arbitrary: fc.array(anyValue, { maxLength: 3 }) });
    const anyHeaders = fc.record(Object.fromEntries(names.map((name) => [name, anyHeader])), { requiredKeys: [] });
    let said = 0;
    fc.assert(
      fc.property(anyHeaders, fc.integer({ min: 0, max: 4e12 }), (headers, nowMs) => {
        for (const limit of Object.values(parseRateLimits(headers, nowMs))) {
          if (!limit) continue;
          said++;
          expect(limit.resetMs).toBeGreaterThanOrEqual(0);
          expect(limit.resetMs).toBeLessThanOrEqual(MAX_PAUSE_MS);
          expect(Number.isSafeInteger(limit.resetMs)).toBe(true);
          expect(limit.remaining).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 500 },
    );
    expect(said).toBeGreaterThan(50);
  });
});
