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

/** The price of every class after so many steps; 0 is the base price. */
export type ResolvedPrice = { step: number; prices: Readonly<Record<PriceClass, Pico>> };

/** By step: prices are never edited, and every attempt asks for one. */
const resolved = new WeakMap<Price, (ResolvedPrice | undefined)[]>();

/**
 * The price of every class for a call that reads `inputTokens`. `step` is how many steps applied, 0 for the
 * base price: steps are cumulative and ascending, and a class that a step does not name keeps its price.
 */
export function resolvePrice(price: Price, inputTokens: number): ResolvedPrice {
  let step = 0;
  for (const { aboveInputTokens } of price.steps) if (inputTokens > aboveInputTokens) step += 1;
  return resolveStep(price, step);
}

/** The price of every class after so many steps, where they are known already. */
export function resolveStep(price: Price, step: number): ResolvedPrice {
  const known = resolved.get(price) ?? [];
  const found = known[step];
  if (found) return found;
  const now = resolveAfter(price, step);
  known[step] = now;
  resolved.set(price, known);
  return now;
}

/** Parents are looked up after the steps, so that a class without a price of its own follows its parent up. */
function resolveAfter(price: Price, step: number): ResolvedPrice {
  const steps = [...price.steps].sort((a, b) => a.aboveInputTokens - b.aboveInputTokens).slice(0, step);
  const own = steps.reduce<ClassPrices>((prices, each) => ({ ...prices, ...each.prices }), price.base);
  const cacheWrite5m = own.cacheWrite5m ?? own.input;
  return {
    step,
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
  const units = splitUsage(usage);
  const classes: Record<PriceClass, ClassCost> = {
    input: costOf(units.input, prices.input),
    cachedInput: costOf(units.cachedInput, prices.cachedInput),
    cacheWrite5m: costOf(units.cacheWrite5m, prices.cacheWrite5m),
    cacheWrite1h: costOf(units.cacheWrite1h, prices.cacheWrite1h),
    output: costOf(units.output, prices.output),
    reasoning: costOf(units.reasoning, prices.reasoning),
    perRequest: costOf(1, prices.perRequest),
  };
  return { costPico: costOfUsage(price, usage), step, classes };
}

/** The same sum without its parts. */
export function costOfUsage(price: Price, usage: Usage): Pico {
  const { prices } = resolvePrice(price, usage.input);
  const units = splitUsage(usage);
  let sum = prices.perRequest;
  // Most classes are empty in most calls.
  for (const name of UNIT_CLASSES) if (units[name] !== 0) sum += BigInt(units[name]) * prices[name];
  return sum;
}

function costOf(units: number, unitPico: Pico): ClassCost {
  return { units, unitPico, costPico: units === 0 ? 0n : BigInt(units) * unitPico };
}

/** When one of an endpoint's prices is in force, as against its others. */
export type PriceTerms = {
  readonly kind: "list" | "negotiated";
  readonly validFrom: Date | number;
  /** When an agreement ends; null for one without an end, and for the list. */
  readonly validUntil: Date | number | null;
};

/**
 * What calls of a time are charged at: the latest agreement that had begun and not ended, else the list's price.
 * In whatever order they come; null where there is neither.
 */
export function findPriceInForce<T extends PriceTerms>(prices: readonly T[], at: Date | number): T | null {
  return findLatest(prices, "negotiated", Number(at)) ?? findLatest(prices, "list", Number(at));
}

/** What the provider asked of everybody at a time, whatever was agreed; null before the first. */
export function findListPriceInForce<T extends PriceTerms>(prices: readonly T[], at: Date | number): T | null {
  return findLatest(prices, "list", Number(at));
}

function findLatest<T extends PriceTerms>(prices: readonly T[], kind: PriceTerms["kind"], atMs: number): T | null {
  let found: T | null = null;
  for (const price of prices) {
    if (price.kind !== kind || Number(price.validFrom) > atMs) continue;
    if (price.validUntil !== null && Number(price.validUntil) <= atMs) continue;
    if (found === null || Number(price.validFrom) >= Number(found.validFrom)) found = price;
  }
  return found;
}
