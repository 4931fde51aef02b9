import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePricePerMillion, parseUsd } from "./money";
import { type Price, priceUsage } from "./price";
import { anyPrice, anyUsage } from "./testing/arbitrary";
import { parseGoldenPrice, readGolden } from "./testing/golden";
import type { Usage } from "./usage";

const NO_USAGE: Usage = { input: 0, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };

describe("worked cases", () => {
  const cases = readGolden("cost");

  test("there are 150 of them", () => {
    expect(cases).toHaveLength(150);
  });

  test.each(cases.map((golden, index) => [index, golden] as const))("cost %i", (_index, golden) => {
    expect(priceUsage(parseGoldenPrice(golden.price), golden.usage).costPico).toBe(BigInt(golden.costPico));
  });
});

describe("rules", () => {
  test("cost is the sum of its classes, each units × unit price", () => {
    fc.assert(
      fc.property(anyPrice, anyUsage, (price, usage) => {
        const { costPico, classes } = priceUsage(price, usage);
        const all = Object.values(classes);
        expect(all.reduce((sum, { costPico: part }) => sum + part, 0n)).toBe(costPico);
        for (const part of all) expect(part.costPico).toBe(BigInt(part.units) * part.unitPico);
      }),
    );
  });

  test("without steps and fee, the cost of two usages together is the sum of their costs", () => {
    fc.assert(
      fc.property(anyPrice, anyUsage, anyUsage, ({ base }, a, b) => {
        const price: Price = { base: { ...base, perRequest: 0n }, steps: [] };
        const names = Object.keys(a) as (keyof Usage)[];
        const together = Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Usage;
        const apart = priceUsage(price, a).costPico + priceUsage(price, b).costPico;
        expect(priceUsage(price, together).costPico).toBe(apart);
      }),
    );
  });

  test("a class without a price of its own costs what its parent costs, after steps", () => {
    const price: Price = {
      base: { input: 5n, output: 7n },
      steps: [{ aboveInputTokens: 100, prices: { input: 11n, output: 13n } }],
    };
    const { classes } = priceUsage(price, { ...NO_USAGE, input: 101 });
    expect(classes.cachedInput.unitPico).toBe(11n);
    expect(classes.cacheWrite5m.unitPico).toBe(11n);
    expect(classes.cacheWrite1h.unitPico).toBe(11n);
    expect(classes.reasoning.unitPico).toBe(13n);
    const ownWrite: Price = { base: { input: 5n, output: 7n, cacheWrite5m: 6n }, steps: [] };
    expect(priceUsage(ownWrite, NO_USAGE).classes.cacheWrite1h.unitPico).toBe(6n);
  });

  test("steps apply strictly above, to the whole call, cumulatively and ascending however they are stored", () => {
    const price: Price = {
      base: { input: 1n, output: 10n, cachedInput: 2n },
      steps: [
        { aboveInputTokens: 200, prices: { input: 4n } },
        { aboveInputTokens: 100, prices: { input: 3n, output: 30n } },
      ],
    };
    const at = (input: number) => {
      const { step, classes } = priceUsage(price, { ...NO_USAGE, input });
      return [step, classes.input.unitPico, classes.output.unitPico, classes.cachedInput.unitPico];
    };
    expect(at(100)).toEqual([0, 1n, 10n, 2n]);
    expect(at(101)).toEqual([1, 3n, 30n, 2n]);
    expect(at(200)).toEqual([1, 3n, 30n, 2n]);
    expect(at(201)).toEqual([2, 4n, 30n, 2n]);
    expect(price.steps[0]?.aboveInputTokens).toBe(200);
  });

  test("a zero price is a price, and a request fee is due even for no tokens", () => {
    const free: Price = { base: { input: 5n, output: 7n, cachedInput: 0n, perRequest: parseUsd("0.01") }, steps: [] };
    expect(priceUsage(free, { ...NO_USAGE, input: 9, cachedInput: 9 }).costPico).toBe(10_000_000_000n);
    expect(priceUsage(free, NO_USAGE).classes.perRequest).toEqual({
      units: 1,
      unitPico: 10_000_000_000n,
      costPico: 10_000_000_000n,
    });
  });

  test("ten million tokens each way cost $13.80 at 0.59/0.79", () => {
    const base = { input: parsePricePerMillion("0.59"), output: parsePricePerMillion("0.79") };
    const price: Price = { base, steps: [] };
    const usage = { ...NO_USAGE, input: 10_000_000, output: 10_000_000 };
    expect(priceUsage(price, usage).costPico).toBe(parseUsd("13.8"));
  });
});
