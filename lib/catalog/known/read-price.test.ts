import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { agree, readPrice, type SourceClasses } from "./read-price";
import { restorePrice, storePrice } from "./stored";

const read = (base: SourceClasses, isFree = false) => readPrice({ base, steps: [], isFree });
const micros = fc.integer({ min: 1, max: 1_000_000_000 });

describe("a price of a source", () => {
  test("with up to six decimals is kept to the last digit", () => {
    fc.assert(fc.property(micros, micros, (input, output) => {
      expect(read({ input: input / 1e6, output: output / 1e6 })).toEqual({ price: { base: { input: BigInt(input), output: BigInt(output) }, steps: [] }, notes: [] });
    }));
  });

  test("with float noise is the price that was meant, and says so", () => {
    expect(read({ input: 0.049, output: 0.0024499999999999995 })).toEqual({
      price: { base: { input: 49_000n, output: 2_450n }, steps: [] },
      notes: ["output rounded from 0.0024499999999999995"],
    });
  });

  test("that rounding would change by more than noise is refused", () => {
    fc.assert(fc.property(micros, fc.integer({ min: 1, max: 9 }), (input, tenths) => {
      fc.pre(input < 1_000_000);
      expect(read({ input: (input + tenths / 10) / 1e6, output: 1 })).toHaveProperty("problem");
    }));
  });

  it.each([[0, 1], [1, 0], [0, 0], [-1, 1], [1, Number.NaN], [1, Infinity], [1_001, 1]])("of %d and %d is unknown, not a price", (input, output) => {
    expect(read({ input, output })).toHaveProperty("problem");
  });

  test("of zero is one where the source says free", () => {
    expect(read({ input: 0, output: 0 }, true)).toEqual({ price: { base: { input: 0n, output: 0n }, steps: [] }, notes: [] });
  });

  test("has no class that is unknown, or priced like its parent", () => {
    expect(read({ input: 1, output: 2, cachedInput: 0, cacheWrite5m: 1, cacheWrite1h: 1, reasoning: 2 })).toEqual({ price: { base: { input: 1_000_000n, output: 2_000_000n }, steps: [] }, notes: [] });
  });

  test("keeps its steps in order, without those that say nothing", () => {
    const steps = [{ aboveInputTokens: 500_000, prices: { input: 3 } }, { aboveInputTokens: 200_000, prices: { input: 2 } }, { aboveInputTokens: 100_000, prices: { input: 0 } }];
    expect(readPrice({ base: { input: 1, output: 2 }, steps, isFree: false })).toMatchObject({
      price: { steps: [{ aboveInputTokens: 200_000, prices: { input: 2_000_000n } }, { aboveInputTokens: 500_000, prices: { input: 3_000_000n } }] },
    });
  });

  test("is the same after it was stored", () => {
    fc.assert(fc.property(micros, micros, fc.option(micros, { nil: undefined }), fc.option(micros, { nil: undefined }), (input, output, cachedInput, long) => {
      const steps = long === undefined ? [] : [{ aboveInputTokens: 200_000, prices: { output: long / 1e6 } }];
      const base = { input: input / 1e6, output: output / 1e6, ...(cachedInput === undefined ? {} : { cachedInput: cachedInput / 1e6 }) };
      const found = readPrice({ base, steps, isFree: false });
      if (!("price" in found)) throw new Error(found.problem);
      expect(restorePrice(storePrice([0], found.price, []))).toEqual(found.price);
      expect(agree(found.price, found.price)).toBe(true);
    }));
  });
});

describe("two sources agree", () => {
  const base = { input: 1_000_000n, output: 2_000_000n };
  it("where one says less, and where a threshold is one token off", () => {
    expect(agree({ base, steps: [] }, { base: { ...base, cachedInput: 1n }, steps: [] })).toBe(true);
    const at = (aboveInputTokens: number) => ({ base, steps: [{ aboveInputTokens, prices: { input: 3n } }] });
    expect(agree(at(272_000), at(271_999))).toBe(true);
    expect(agree(at(272_000), at(200_000))).toBe(false);
    expect(agree(at(272_000), { base, steps: [] })).toBe(true);
  });
  it("not where a class has another price", () => {
    expect(agree({ base, steps: [] }, { base: { ...base, output: 3n }, steps: [] })).toBe(false);
    expect(agree({ base: { ...base, cachedInput: 1n }, steps: [] }, { base: { ...base, cachedInput: 2n }, steps: [] })).toBe(false);
  });
});
