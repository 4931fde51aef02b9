import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyUsage } from "./testing/arbitrary";
import { MAX_TOKENS, parseUsage, splitUsage, UNIT_CLASSES, usageTokens } from "./usage";

describe("usage", () => {
  test("split units are disjoint and add up to the tokens", () => {
    fc.assert(
      fc.property(anyUsage, (usage) => {
        const units = splitUsage(usage);
        expect(UNIT_CLASSES.reduce((all, name) => all + units[name], 0)).toBe(usageTokens(usage));
        expect(units.input + units.cachedInput + units.cacheWrite5m + units.cacheWrite1h).toBe(usage.input);
        expect(units.output + units.reasoning).toBe(usage.output);
        expect(Math.min(...UNIT_CLASSES.map((name) => units[name]))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("sound usage is taken as it is, absent and null parts are 0", () => {
    fc.assert(
      fc.property(anyUsage, (usage) => {
        expect(parseUsage(usage)).toEqual(usage);
      }),
    );
    expect(parseUsage({ input: 12, output: 3, cachedInput: null })).toEqual({
      input: 12,
      cachedInput: 0,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output: 3,
      reasoning: 0,
    });
    expect(parseUsage({ input: MAX_TOKENS, output: -0 })?.output).toBe(0);
  });

  test.each([
    ["nothing", {}],
    ["no output", { input: 1 }],
    ["null", { input: null, output: 1 }],
    ["a string", { input: "12", output: 1 }],
    ["a fraction", { input: 1.5, output: 1 }],
    ["a negative count", { input: 12, output: -1 }],
    ["a negative part", { input: 12, output: 1, cachedInput: -5 }],
    ["not a number", { input: NaN, output: 1 }],
    ["infinity", { input: 1, output: Infinity }],
    ["a huge count", { input: 1e30, output: 1 }],
    ["one above the bound", { input: MAX_TOKENS + 1, output: 1 }],
    ["something nested", { input: { tokens: 1 }, output: 1 }],
    ["an array", { input: [1], output: 1 }],
    ["more cached than read", { input: 10, output: 1, cachedInput: 11 }],
    ["parts that are too much together", { input: 10, output: 1, cachedInput: 6, cacheWrite5m: 3, cacheWrite1h: 2 }],
    ["more reasoning than output", { input: 10, output: 1, reasoning: 2 }],
  ])("%s is refused", (_name, reported) => {
    expect(parseUsage(reported)).toBeNull();
  });

  test("whatever is reported, no count is negative and no part above its whole", () => {
    const anything = fc.oneof(fc.anything(), fc.integer({ min: -5, max: 20 }));
    const report = fc.record(Object.fromEntries(UNIT_CLASSES.map((name) => [name, anything])), { requiredKeys: [] });
    fc.assert(
      fc.property(report, (reported) => {
        const usage = parseUsage(reported);
        if (usage) expect(Math.min(...Object.values(splitUsage(usage)))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
