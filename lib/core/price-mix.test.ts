import fc from "fast-check";
import { expect, test } from "vitest";
import { costOfUsage, type Price } from "./price";
import { costOfMix, mixOf, priceMix, sumMixes } from "./price-mix";
import { compare, formatRatio, ratio } from "./ratio";
import { splitUsage, type Usage } from "./usage";

const count = fc.integer({ min: 0, max: 10_000 });
const pico = fc.bigInt({ min: 0n, max: 1_000_000_000n });
const usages = fc.array(fc.record({ fresh: count, cached: count, output: count }), { minLength: 1, maxLength: 9 })
  .map((all) => all.map(({ fresh, cached, output }): Usage => ({ input: fresh + cached, cachedInput: cached, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning: 0 })));

function mixOfUsage(usage: Usage) {
  const units = Object.entries(splitUsage(usage)).map(([name, units]) => [name, BigInt(units)]);
  return mixOf(Object.fromEntries(units) as Parameters<typeof mixOf>[0], 1n);
}

test("a mix costs what its calls do, fee included, for any calls and any price without steps", () => {
  fc.assert(fc.property(usages, pico, pico, pico, (all, input, output, perRequest) => {
    const price: Price = { base: { input, output, cachedInput: input / 2n, perRequest }, steps: [] };
    const mix = sumMixes(all.map(mixOfUsage));
    const cost = all.reduce((sum, usage) => sum + costOfUsage(price, usage), 0n);
    expect(costOfMix(price, mix)).toBe(cost);
    const found = priceMix(price, mix);
    if (mix.tokens === 0n) expect(found).toBeNull();
    else expect(found && compare(found, ratio(cost, mix.tokens * 1_000_000n))).toBe(0);
  }));
});

test("it is priced in USD per million tokens", () => {
  const mix = mixOf({ input: 3n, cachedInput: 0n, cacheWrite5m: 0n, cacheWrite1h: 0n, output: 1n, reasoning: 0n }, 1n);
  const found = priceMix({ base: { input: 1_000_000n, output: 5_000_000n }, steps: [] }, mix);
  expect(found && formatRatio(found, 2, "half-even")).toBe("2.00");
});
