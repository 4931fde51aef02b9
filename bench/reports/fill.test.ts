import { describe, expect, it } from "vitest";
import { cut } from "./fill";

const DAY_MS = 86_400_000;
const from = Date.UTC(2026, 7, 24, 21, 45);

describe("the pieces that a ledger is filled in", () => {
  it.each([10, 10_000, 1_000_000, 10_000_000])("have each of %i calls once, in order, and none across a UTC midnight", (calls) => {
    const pieces = cut(calls, from, from + 90 * DAY_MS);
    let [next, endMs] = [0, from];
    for (const { first, last, fromMs, spanMs } of pieces) {
      expect(first).toBe(next);
      expect(last - first).toBeLessThan(100_000);
      expect(fromMs).toBeGreaterThanOrEqual(endMs);
      expect(Math.floor(fromMs / DAY_MS)).toBe(Math.floor((fromMs + spanMs) / DAY_MS));
      [next, endMs] = [last + 1, fromMs + spanMs];
    }
    expect(next).toBe(calls);
    expect(endMs).toBeLessThan(from + 90 * DAY_MS);
  });
});
