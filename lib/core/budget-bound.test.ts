import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affordableOutput, boundCost, boundInput } from "./budget-bound";
import { costOfUsage, type ClassPrices, type Price } from "./price";
import type { Usage } from "./usage";

const pico = fc.bigInt({ min: 0n, max: 1_000_000_000n });
const some = fc.option(pico, { nil: undefined });
const own = fc.record({ cachedInput: some, cacheWrite5m: some, cacheWrite1h: some, reasoning: some, perRequest: some });
const defined = (prices: object): object => Object.fromEntries(Object.entries(prices).filter(([, value]) => value !== undefined));
const prices = fc.record({ price: fc.record({ input: pico, output: pico }), more: own }).map(({ price, more }) => ({ ...price, ...defined(more) }) as ClassPrices);
const steps = fc.array(fc.record({ aboveInputTokens: fc.nat(300), more: own }), { maxLength: 3 })
  .map((list) => list.map(({ aboveInputTokens, more }) => ({ aboveInputTokens, prices: defined(more) as Partial<ClassPrices> })));
const price: fc.Arbitrary<Price> = fc.record({ base: prices, steps });

/** Any usage within a bound. */
const used = fc.record({ inputTokens: fc.nat(400), outputTokens: fc.nat(400), shares: fc.array(fc.nat(8).map((eighths) => eighths / 8), { minLength: 6, maxLength: 6 }) })
  .map(({ inputTokens, outputTokens, shares: [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] }) => {
    const input = Math.floor(inputTokens * a);
    const cachedInput = Math.floor(input * b);
    const cacheWrite5m = Math.floor((input - cachedInput) * c);
    const cacheWrite1h = Math.floor((input - cachedInput - cacheWrite5m) * d);
    const output = Math.floor(outputTokens * e);
    const usage: Usage = { input, cachedInput, cacheWrite5m, cacheWrite1h, output, reasoning: Math.floor(output * f) };
    return { inputTokens, outputTokens, usage };
  });

describe("the bound of an attempt's cost", () => {
  it("is never below what any usage within it costs, whatever its classes and steps", () => {
    fc.assert(fc.property(price, used, (dated, { inputTokens, outputTokens, usage }) => {
      expect(boundCost(dated, { inputTokens, outputTokens })).toBeGreaterThanOrEqual(costOfUsage(dated, usage));
    }), { numRuns: 400 });
  });

  it("allows the most output that an amount pays for", () => {
    fc.assert(fc.property(price, fc.nat(400), fc.bigInt({ min: 0n, max: 10n ** 12n }), (dated, inputTokens, amount) => {
      const tokens = affordableOutput(dated, inputTokens, amount);
      const cost = (outputTokens: number) => boundCost(dated, { inputTokens, outputTokens }) ?? 0n;
      if (tokens < 0) expect(cost(0)).toBeGreaterThan(amount);
      else if (tokens === Infinity) expect(cost(1_000_000)).toBeLessThanOrEqual(amount);
      else expect([cost(tokens) <= amount, cost(tokens + 1) > amount]).toEqual([true, true]);
    }), { numRuns: 400 });
  });

  it("is not known without a price, or a length", () => {
    const dear: Price = { base: { input: 1n, output: 5n, reasoning: 7n, perRequest: 100n }, steps: [] };
    expect(boundCost(dear, { inputTokens: 10, outputTokens: 10 })).toBe(180n);
    expect(boundCost(null, { inputTokens: 10, outputTokens: 10 })).toBeNull();
    expect(boundCost(dear, { inputTokens: null, outputTokens: 10 })).toBeNull();
    expect(boundCost(dear, { inputTokens: 10, outputTokens: null })).toBeNull();
  });

  it("takes a token for every byte, and no more than the window; an image is bounded by the window alone", () => {
    const prompt = { textBytes: 1_000, messages: 2, mediaParts: 0, tools: false };
    expect(boundInput(prompt, null)).toBe(1_048);
    expect(boundInput(prompt, 500)).toBe(500);
    expect(boundInput({ ...prompt, tools: true }, null)).toBe(2_072);
    expect(boundInput({ ...prompt, mediaParts: 1 }, null)).toBeNull();
    expect(boundInput({ ...prompt, mediaParts: 1 }, 128_000)).toBe(128_000);
  });
});
