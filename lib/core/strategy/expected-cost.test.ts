import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOTHING_KNOWN, type Outlook } from "../outlook";
import { PLAIN_CALL } from "../testing/call-facts";
import { createEndpoint } from "../testing/tiers";
import { expectedCostUntilServed, NO_LIMITS, type Limits, type Odds } from "./chain-cost";
import { DEFAULT_WHOLE_MS, MAX_ENUMERATED, oddsOf, orderByExpectedCost, servedValue } from "./expected-cost";
import { anyLimits, anyOdds, createOdds } from "./testing/odds";

const anyWorth = fc.nat(100);
const manyOdds = (maxLength: number) => fc.array(anyOdds, { maxLength });
const written = (length: number) => Array.from({ length }, (_, index) => index);

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}

function leastByTryingAll(odds: readonly Odds[], worth: number, limits: Limits): number {
  let least = Infinity;
  for (const order of permutations(odds)) least = Math.min(least, expectedCostUntilServed(order, worth, limits));
  return least;
}

function costInOrder(odds: readonly Odds[], order: readonly number[], worth: number, limits: Limits): number {
  return expectedCostUntilServed(order.flatMap((index) => odds[index] ?? []), worth, limits);
}

describe("the order by expected cost", () => {
  it("is the cheapest of all orders without limits", () => {
    fc.assert(
      fc.property(manyOdds(7), anyWorth, (odds, worth) => {
        const order = orderByExpectedCost(odds, worth, NO_LIMITS);
        expect(costInOrder(odds, order, worth, NO_LIMITS)).toBeCloseTo(leastByTryingAll(odds, worth, NO_LIMITS), 9);
      }),
      { numRuns: 60 },
    );
  });

  it("is the cheapest of all orders under a deadline, a limit on attempts, or both", () => {
    fc.assert(
      fc.property(manyOdds(7), anyWorth, anyLimits, (odds, worth, limits) => {
        const order = orderByExpectedCost(odds, worth, limits);
        expect(costInOrder(odds, order, worth, limits)).toBeCloseTo(leastByTryingAll(odds, worth, limits), 9);
      }),
      { numRuns: 120 },
    );
  });

  it("names everybody once, the unknown last and as written, whatever the numbers", () => {
    const anything = fc.option(fc.oneof(anyOdds, fc.constant(createOdds({ served: 0, fellBack: 1 }))));
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 14 }), anyWorth, anyLimits, (odds, worth, limits) => {
        const order = orderByExpectedCost(odds, worth, limits);
        expect(order.toSorted((a, b) => a - b)).toEqual(written(odds.length));
        const unknown = written(odds.length).filter((index) => odds[index] === null);
        expect(order.slice(odds.length - unknown.length)).toEqual(unknown);
      }),
    );
  });

  it("leaves equals as written", () => {
    fc.assert(
      fc.property(anyOdds, fc.nat(12), anyWorth, anyLimits, (odds, count, worth, limits) => {
        const equals = Array.from({ length: count }, () => odds);
        expect(orderByExpectedCost(equals, worth, limits)).toEqual(written(count));
      }),
    );
  });

  // Whoever costs exactly what serving is worth is as good as nobody, so that all orders tie but for rounding.
  it("leaves those as written whose costs tie for different reasons", () => {
    const chances = fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 8 });
    fc.assert(
      fc.property(chances, fc.integer({ min: 1, max: 1_000 }), anyLimits, (percents, worth, limits) => {
        const odds = percents.map((percent) =>
          createOdds({ served: percent / 100, fellBack: 1 - percent / 100, servedCost: worth, failMs: 1 }),
        );
        expect(orderByExpectedCost(odds, worth, limits)).toEqual(written(odds.length));
      }),
    );
  });

  it("goes by the written order, not by the quotient, where a limit makes two cost the same", () => {
    const dearer = createOdds({ served: 0.75, fellBack: 0.25, servedCost: 2, failedCost: 2 });
    const cheaper = createOdds({ served: 0.5, fellBack: 0.5, servedCost: 1, failedCost: 1 });
    expect(orderByExpectedCost([dearer, cheaper], 4, NO_LIMITS)).toEqual([1, 0]);
    expect(orderByExpectedCost([dearer, cheaper], 4, { maxAttempts: 1, remainingMs: Infinity })).toEqual([0, 1]);
  });

  it("takes a cheap gamble first while there is a second attempt, and the safe one when there is not", () => {
    const gamble = createOdds({ served: 0.5, fellBack: 0.5, servedCost: 1 });
    const safe = createOdds({ served: 0.99, fellBack: 0.01, servedCost: 10 });
    expect(orderByExpectedCost([safe, gamble], 100, NO_LIMITS)).toEqual([1, 0]);
    expect(orderByExpectedCost([safe, gamble], 100, { maxAttempts: 1, remainingMs: Infinity })).toEqual([0, 1]);
  });

  it("asks first who would come too late after a failure, and last who comes too late in any case", () => {
    const slow = createOdds({ served: 0.9, fellBack: 0.1, servedCost: 5, serveMs: 9, failMs: 1 });
    const quick = createOdds({ served: 0.9, fellBack: 0.1, servedCost: 1, serveMs: 1, failMs: 2 });
    expect(orderByExpectedCost([slow, quick], 100, NO_LIMITS)).toEqual([1, 0]);
    expect(orderByExpectedCost([slow, quick], 100, { maxAttempts: null, remainingMs: 10 })).toEqual([0, 1]);
    expect(orderByExpectedCost([slow, quick], 100, { maxAttempts: null, remainingMs: 8 })).toEqual([1, 0]);
  });

  it("bounds its work with many candidates, and still begins no worse than with the best of them", () => {
    fc.assert(
      fc.property(fc.array(anyOdds, { minLength: 11, maxLength: 40 }), anyWorth, (odds, worth) => {
        const limits = { maxAttempts: 3, remainingMs: 1_000 };
        const byQuotient = orderByExpectedCost(odds, worth, NO_LIMITS);
        const best = byQuotient.slice(0, MAX_ENUMERATED);
        const order = orderByExpectedCost(odds, worth, limits);
        expect(costInOrder(odds, order, worth, limits)).toBeLessThanOrEqual(costInOrder(odds, best, worth, limits) + 1e-9);
        expect(order.slice(MAX_ENUMERATED)).toEqual(byQuotient.slice(MAX_ENUMERATED));
      }),
    );
  });
});

describe("the odds of an attempt", () => {
  const endpoint = createEndpoint("groq");
  const price = { base: { input: 10n, output: 100n }, steps: [] };
  const speed = (p50Ms: number) => ({ p50Ms, p90Ms: 2 * p50Ms, minMs: 1 });
  const outlook: Outlook = {
    ...NOTHING_KNOWN, price, outputTokens: 10, firstToken: speed(300), whole: speed(4_000), failedCostPico: 42,
    chances: { served: 89.25, fellBack: 0.8, ended: 0 },
  };

  it("are its smoothed chances, this call's cost, its mean failed cost and its middle times", () => {
    const odds = oddsOf(PLAIN_CALL, endpoint, outlook);
    expect(odds).toMatchObject({ servedCost: 11_000, failedCost: 42, serveMs: 4_000, failMs: 300 });
    expect(odds?.fellBack).toBeCloseTo(1 / 100.05);
    expect(oddsOf({ ...PLAIN_CALL, stream: true }, endpoint, outlook)?.serveMs).toBe(300);
  });

  it("assume the same of everybody that nobody asked yet, in proportion to the price", () => {
    const fresh = { ...NOTHING_KNOWN, price, outputTokens: 10 };
    expect(oddsOf(PLAIN_CALL, endpoint, fresh)).toMatchObject({ served: 0.975, failedCost: 1_100, serveMs: DEFAULT_WHOLE_MS });
  });

  it("take a known failed cost of zero as known", () => {
    expect(oddsOf(PLAIN_CALL, endpoint, { ...outlook, failedCostPico: 0 })?.failedCost).toBe(0);
  });

  it("are unknown without a price", () => {
    expect(oddsOf(PLAIN_CALL, endpoint, { ...outlook, price: null })).toBeNull();
  });
});

describe("the worth of a served call", () => {
  it.each([
    ["what the profile says", 5n, [9n], 5],
    ["nothing, if the profile says so", 0n, [9n], 0],
    ["what the dearest candidate costs", null, [3n, null, 9n], 9],
    ["nothing where no cost is known", null, [null], 0],
    ["nothing where there is nobody", null, [], 0],
  ])("is %s", (_name, valuePico, costsPico, worth) => {
    expect(servedValue(valuePico, costsPico)).toBe(worth);
  });
});
