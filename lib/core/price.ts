import type { Pico } from "./money";
import { splitUsage, UNIT_CLASSES, type UnitClass, type Usage } from "./usage";

/** What a price can name. The request fee is a class of its own, due once the upstream accepted the request. */
export type PriceClass = UnitClass | "perRequest";

/** Pico-USD per token, and per request for `perRequest`. An absent class is charged like its parent. */
export type ClassPrices = { readonly input: Pico; readonly output: Pico } & Readonly<
  Partial<Record<Exclude<PriceClass, "input" | "output">, Pico>>
>;

/** Prices that replace those before them for the whole call once its input is strictly above the threshold. */
export type PriceStep = { readonly aboveInputTokens: number; readonly prices: Partial<ClassPrices> };

export type Price = { readonly base: ClassPrices; readonly steps: readonly PriceStep[] };

export type ClassCost = { units: number; unitPico: Pico; costPico: Pico };

/** The cost of one attempt and how it came about; the classes sum to `costPico` exactly. */
export type PricedUsage = { costPico: Pico; step: number; classes: Record<PriceClass, ClassCost> };

/**
 * The price of every class for a call that reads `inputTokens`. `step` is how many steps applied, 0 for the
 * base price: steps are cumulative and ascending, and a class that a step does not name keeps its price.
 * Parents are looked up after the steps, so that a class without a price of its own follows its parent up.
 */
export function resolvePrice(price: Price, inputTokens: number): { step: number; prices: Record<PriceClass, Pico> } {
  const steps = price.steps
    .filter((step) => inputTokens > step.aboveInputTokens)
    .sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
  const own = steps.reduce<ClassPrices>((prices, step) => ({ ...prices, ...step.prices }), price.base);
  const cacheWrite5m = own.cacheWrite5m ?? own.input;
  return {
    step: steps.length,
    prices: {
      input: own.input,
      cachedInput: own.cachedInput ?? own.input,
      cacheWrite5m,
      cacheWrite1h: own.cacheWrite1h ?? cacheWrite5m,
      output: own.output,
      reasoning: own.reasoning ?? own.output,
      perRequest: own.perRequest ?? 0n,
    },
  };
}

/** What an accepted attempt costs: units × price, class by class, request fee included. Nothing is rounded. */
export function priceUsage(price: Price, usage: Usage): PricedUsage {
  const { step, prices } = resolvePrice(price, usage.input);
  const units = { ...splitUsage(usage), perRequest: 1 };
  const cost = (name: PriceClass): ClassCost => ({
    units: units[name],
    unitPico: prices[name],
    costPico: BigInt(units[name]) * prices[name],
  });
  const classes: Record<PriceClass, ClassCost> = {
    input: cost("input"),
    cachedInput: cost("cachedInput"),
    cacheWrite5m: cost("cacheWrite5m"),
    cacheWrite1h: cost("cacheWrite1h"),
    output: cost("output"),
    reasoning: cost("reasoning"),
    perRequest: cost("perRequest"),
  };
  const tokensPico = UNIT_CLASSES.reduce((total, name) => total + classes[name].costPico, 0n);
  return { costPico: tokensPico + classes.perRequest.costPico, step, classes };
}

/** The price in force at a time: the last that had become valid, in whatever order they come; null before the first. */
export function findPriceInForce<T extends { readonly validFrom: Date | number }>(
  prices: readonly T[],
  at: Date | number,
): T | null {
  let found: T | null = null;
  for (const price of prices) {
    const hasBegun = Number(price.validFrom) <= Number(at);
    if (hasBegun && (found === null || Number(price.validFrom) >= Number(found.validFrom))) found = price;
  }
  return found;
}
