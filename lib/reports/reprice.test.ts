import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Price, priceUsage } from "@/lib/core/price";
import { splitUsage, type Usage } from "@/lib/core/usage";
import { addSpans, costWithoutCache, exactly, isExact, lessSpan, repriceUnits, type UnitSums } from "./reprice";

const pico = fc.bigInt({ min: 0n, max: 90_000_000n });
const classPrices = fc.record({
  input: pico, output: pico, cachedInput: pico, cacheWrite5m: pico, cacheWrite1h: pico, reasoning: pico, perRequest: pico,
}, { requiredKeys: ["input", "output"] });
const steps = fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { maxLength: 2 }).chain((thresholds) =>
  fc.tuple(...thresholds.sort((a, b) => a - b).map((aboveInputTokens) => fc.record({ aboveInputTokens: fc.constant(aboveInputTokens), prices: fc.record({ input: pico, output: pico }, { requiredKeys: [] }) }))));
const price = (withSteps: boolean) => fc.record({ base: classPrices, steps: withSteps ? steps : fc.constant([]) }) as fc.Arbitrary<Price>;
const tokens = fc.nat({ max: 1_000 });
const usages = fc.array(fc.tuple(tokens, tokens, tokens, tokens, tokens, tokens).map(([plain, cachedInput, cacheWrite5m, cacheWrite1h, said, reasoning]): Usage => ({
  input: plain + cachedInput + cacheWrite5m + cacheWrite1h, cachedInput, cacheWrite5m, cacheWrite1h, output: said + reasoning, reasoning,
})), { minLength: 1, maxLength: 6 });

function addUnits(all: readonly Usage[]): UnitSums {
  const of = (name: keyof Usage) => all.reduce((sum, usage) => sum + BigInt(splitUsage(usage)[name]), 0n);
  return {
    input: of("input"), cachedInput: of("cachedInput"), cacheWrite5m: of("cacheWrite5m"), cacheWrite1h: of("cacheWrite1h"),
    output: of("output"), reasoning: of("reasoning"), perRequest: BigInt(all.length),
  };
}

describe("units that many calls add up to", () => {
  test("cost at a price without steps what the calls cost one by one", () => {
    fc.assert(fc.property(price(false), usages, (price, all) => {
      const costPico = all.reduce((sum, usage) => sum + priceUsage(price, usage).costPico, 0n);
      expect(repriceUnits(addUnits(all), price)).toEqual(exactly(costPico));
    }));
  });

  test("cost at a price with steps between two amounts, and the calls one by one never cost less or more", () => {
    fc.assert(fc.property(price(true), usages, (price, all) => {
      const costPico = all.reduce((sum, usage) => sum + priceUsage(price, usage).costPico, 0n);
      const { lowPico, highPico } = repriceUnits(addUnits(all), price);
      expect(lowPico <= costPico && costPico <= highPico).toBe(true);
    }));
  });

  test("cost without a cache what they cost with every token that was read as input, on the step that they were on", () => {
    fc.assert(fc.property(price(true), usages, (price, all) => {
      for (const usage of all) {
        const uncached = { ...usage, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
        const { step } = priceUsage(price, usage);
        expect(costWithoutCache(addUnits([usage]), price, step)).toBe(priceUsage(price, uncached).costPico);
      }
    }));
  });
});

test("an amount less one between two lies between two as well, and both sums are what they were", () => {
  const span = { lowPico: 3n, highPico: 5n };
  expect(lessSpan(10n, span)).toEqual({ lowPico: 5n, highPico: 7n });
  expect(addSpans(span, exactly(1n))).toEqual({ lowPico: 4n, highPico: 6n });
  expect([isExact(span), isExact(exactly(4n))]).toEqual([false, true]);
});
