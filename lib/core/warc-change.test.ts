import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Price, type PriceClass, priceUsage } from "./price";
import { compare, formatRatio, negate, type Ratio, ratio, subtract, sum } from "./ratio";
import { anyPrice, anyUsage } from "./testing/arbitrary";
import { type GoldenPeriod, parseGoldenPrice, readGolden } from "./testing/golden";
import { type Usage, usageTokens } from "./usage";
import { type CellSums, splitWarcChange, type TierCells } from "./warc-change";
import { MEASURES } from "./warc-measure";

const nine = (value: Ratio) => formatRatio(value, 9, "half-even");
const isEqual = (a: Ratio, b: Ratio) => compare(a, b) === 0;

type ServedCall = { tier: number; price: Price; usage: Usage };

/** The sums that rollups would hold. */
function cellsOf(calls: readonly ServedCall[]): TierCells[] {
  return [...new Set(calls.map(({ tier }) => tier))].map((tier) => {
    const mine = calls.filter((call) => call.tier === tier);
    const cells = new Map<string, CellSums>();
    for (const { price, usage } of mine) {
      const { step, classes } = priceUsage(price, usage);
      for (const [name, { units, costPico }] of Object.entries(classes) as [PriceClass, { units: number; costPico: bigint }][]) {
        const cell = cells.get(`${step}/${name}`) ?? { priceStep: step, class: name, units: 0n, costPico: 0n };
        cells.set(`${step}/${name}`, { ...cell, units: cell.units + BigInt(units), costPico: cell.costPico + costPico });
      }
    }
    const tokens = mine.reduce((all, { usage }) => all + BigInt(usageTokens(usage)), 0n);
    return { key: `${tier}`, served: { calls: BigInt(mine.length), tokens }, cells: [...cells.values()] };
  });
}

function goldenCells({ prices, calls }: GoldenPeriod): TierCells[] {
  return cellsOf(calls.flatMap(({ servedTier, usage, costPico }) => {
    const price = prices[(servedTier ?? 0) - 1];
    return servedTier !== null && usage && costPico !== null && price ? [{ tier: servedTier, price: parseGoldenPrice(price), usage }] : [];
  }));
}

test.each(readGolden("change").map((golden, index) => [index, golden] as const))("worked change %i", (_index, { before, after, expected }) => {
  const found = splitWarcChange(goldenCells(before), goldenCells(after));
  expect(found && {
    warcBefore: nine(found.before), warcAfter: nine(found.after), change: nine(found.change),
    mix: nine(found.mix), tokenMix: nine(found.tokenMix), price: nine(found.price),
  }).toEqual(expected);
});

const anyPeriod = fc
  .record({
    prices: fc.array(anyPrice, { minLength: 4, maxLength: 4 }),
    calls: fc.array(fc.record({ tier: fc.nat(3), usage: anyUsage }), { minLength: 1, maxLength: 12 }),
  })
  .map(({ prices, calls }) => calls.flatMap(({ tier, usage }) => {
    const price = prices[tier];
    return price && usageTokens(usage) > 0 ? [{ tier, price, usage }] : [];
  }));
const anyMeasure = fc.constantFrom(...MEASURES);

describe("properties, in every measure", () => {
  test("the three parts add up to the change, and the tiers' parts to those of the whole", () => {
    fc.assert(fc.property(anyPeriod, anyPeriod, anyMeasure, (before, after, measure) => {
      const found = splitWarcChange(cellsOf(before), cellsOf(after), measure);
      if (!found) {
        expect(before.length === 0 || after.length === 0).toBe(true);
        return;
      }
      const { mix, tokenMix, price, change } = found;
      expect(isEqual(sum([mix, tokenMix, price]), change)).toBe(true);
      expect(isEqual(subtract(found.after, found.before), change)).toBe(true);
      for (const part of ["mix", "tokenMix", "price"] as const) {
        expect(isEqual(sum(found.tiers.map((tier) => tier[part])), found[part])).toBe(true);
      }
    }));
  });

  test("a period that is like the one before it changed in nothing, however many times as large", () => {
    fc.assert(fc.property(anyPeriod, fc.integer({ min: 1, max: 3 }), anyMeasure, (period, times, measure) => {
      const again = Array.from({ length: times }, () => period).flat();
      const found = splitWarcChange(cellsOf(period), cellsOf(again), measure);
      expect(found === null).toBe(period.length === 0);
      if (found) for (const part of [found.mix, found.tokenMix, found.price, found.change]) expect(isEqual(part, ratio(0n))).toBe(true);
    }));
  });

  test("swapped periods change by the opposite, between the same two figures", () => {
    fc.assert(fc.property(anyPeriod, anyPeriod, anyMeasure, (before, after, measure) => {
      const there = splitWarcChange(cellsOf(before), cellsOf(after), measure);
      const back = splitWarcChange(cellsOf(after), cellsOf(before), measure);
      if (!there || !back) return;
      expect(isEqual(there.before, back.after) && isEqual(there.after, back.before)).toBe(true);
      expect(isEqual(there.change, negate(back.change))).toBe(true);
    }));
  });

  test("the same calls at other prices change by price alone", () => {
    fc.assert(fc.property(anyPeriod, anyPrice, anyMeasure, (calls, { base }, measure) => {
      const flat = (factor: bigint) => calls.map((call) => ({ ...call, price: { base: { input: base.input * factor, output: base.output * factor }, steps: [] } }));
      const found = splitWarcChange(cellsOf(flat(1n)), cellsOf(flat(3n)), measure);
      if (!found) return;
      expect(isEqual(found.mix, ratio(0n)) && isEqual(found.tokenMix, ratio(0n))).toBe(true);
      expect(isEqual(found.price, found.change)).toBe(true);
    }));
  });
});

describe("what is absent", () => {
  const tier = (key: string, calls: bigint, tokens: bigint, costPico: bigint): TierCells => ({
    key, served: { calls, tokens }, cells: [{ priceStep: 0, class: "input", units: tokens, costPico }],
  });

  test("a new tier is a change of mix, not of price", () => {
    const found = splitWarcChange([tier("a", 10n, 10n, 10_000_000n)], [tier("a", 5n, 5n, 5_000_000n), tier("b", 5n, 5n, 15_000_000n)]);
    expect(found && [found.mix, found.tokenMix, found.price].map(nine)).toEqual(["1.000000000", "0.000000000", "0.000000000"]);
  });

  test("a class that was not used before has no price to change", () => {
    const cached: TierCells = { key: "a", served: { calls: 1n, tokens: 2n }, cells: [
      { priceStep: 0, class: "input", units: 1n, costPico: 4_000_000n }, { priceStep: 0, class: "cachedInput", units: 1n, costPico: 1_000_000n },
    ] };
    const found = splitWarcChange([tier("a", 1n, 1n, 2_000_000n)], [cached]);
    expect(found && [found.mix, found.tokenMix, found.price].map(nine)).toEqual(["0.000000000", "-0.500000000", "1.000000000"]);
  });

  test("without served calls in a period, or tokens under a cost, there is no split", () => {
    expect(splitWarcChange([], [tier("a", 1n, 1n, 1n)])).toBeNull();
    expect(splitWarcChange([tier("a", 1n, 1n, 1n)], [tier("a", 0n, 0n, 0n)])).toBeNull();
    expect(splitWarcChange([tier("a", 1n, 1n, 1n)], [tier("a", 1n, 0n, 1n)])).toBeNull();
    expect(splitWarcChange([tier("a", 1n, 1n, 1n)], [tier("a", 1n, 0n, 1n)], "per-1000-calls")).not.toBeNull();
  });

  test("a tier that served nothing is in nobody's way", () => {
    const [before, after] = [[tier("a", 1n, 1n, 1n)], [tier("a", 1n, 1n, 3n)]];
    expect(splitWarcChange([...before, tier("b", 0n, 0n, 0n)], [...after, tier("b", 0n, 0n, 0n)])).toEqual(splitWarcChange(before, after));
  });
});
