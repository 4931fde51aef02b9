import fc from "fast-check";
import { expect, test } from "vitest";
import { priceUsage } from "./price";
import { priceFromRow, priceToRow, simplifyPrice } from "./price-row";
import { anyPrice, anyUsage } from "./testing/arbitrary";

test("a price goes into its tables and comes back", () => {
  fc.assert(
    fc.property(anyPrice, (price) => {
      const steps = [...price.steps].sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
      expect(priceFromRow(priceToRow(price))).toEqual({ ...price, steps });
    }),
  );
});

test("a simplified price costs the same for every usage", () => {
  const few = fc.constantFrom(0n, 1n, 2n);
  const base = fc.record(
    { input: few, output: few, cachedInput: few, cacheWrite5m: few, cacheWrite1h: few, reasoning: few, perRequest: few },
    { requiredKeys: ["input", "output"] },
  );
  fc.assert(
    fc.property(base, anyUsage, (prices, usage) => {
      const price = { base: prices, steps: [] };
      expect(priceUsage(simplifyPrice(price), usage)).toEqual(priceUsage(price, usage));
    }),
  );
});

test("what is priced like its parent is left out, and with steps nothing is", () => {
  const base = { input: 2n, output: 5n, cachedInput: 2n, cacheWrite5m: 3n, cacheWrite1h: 3n, reasoning: 5n, perRequest: 0n };
  expect(simplifyPrice({ base, steps: [] }).base).toEqual({ input: 2n, output: 5n, cacheWrite5m: 3n });
  const stepped = { base, steps: [{ aboveInputTokens: 10, prices: { input: 4n } }] };
  expect(simplifyPrice(stepped)).toEqual(stepped);
});
