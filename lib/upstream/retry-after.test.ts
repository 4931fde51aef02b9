import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "./retry-after";

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

describe("Retry-After", () => {
  it.each([
    [{ "retry-after": "5" }, 5_000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "1.5" }, 1_500],
    [{ "retry-after": "1000000000" }, 600_000],
    [{ "retry-after": "Thu, 01 Jan 2026 12:00:07 GMT" }, 7_000],
    [{ "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" }, 0],
    [{ "retry-after-ms": "250", "retry-after": "5" }, 250],
    [{ "retry-after": "-1" }, null],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "" }, null],
    [{}, null],
  ])("%j is %s ms", (headers, expected) => {
    expect(parseRetryAfter(headers, now)).toBe(expected);
  });
});
