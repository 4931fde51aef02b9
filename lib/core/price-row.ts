import type { Pico } from "./money";
import type { ClassPrices, Price, PriceClass } from "./price";

const CLASSES = ["input", "output", "cachedInput", "cacheWrite5m", "cacheWrite1h", "reasoning", "perRequest"] as const;

type Nullable = Record<PriceClass, Pico | null>;

/** A price as its tables have it: null is absent, charged at the parent's price. */
export type PriceRow = Nullable & { input: Pico; output: Pico; steps: (Nullable & { aboveInputTokens: number })[] };

export function priceFromRow(row: PriceRow): Price {
  return {
    base: { ...present(row), input: row.input, output: row.output },
    steps: row.steps
      .map((step) => ({ aboveInputTokens: step.aboveInputTokens, prices: present(step) }))
      .sort((a, b) => a.aboveInputTokens - b.aboveInputTokens),
  };
}

export function priceToRow({ base, steps }: Price): PriceRow {
  return {
    ...nullable(base),
    input: base.input,
    output: base.output,
    steps: steps.map(({ aboveInputTokens, prices }) => ({ aboveInputTokens, ...nullable(prices) })),
  };
}

/**
 * The same price with nothing said twice: a class priced like its parent is left out, and a fee of nothing. Where there
 * are steps all is kept, since a class that follows its parent would follow it up the steps too.
 */
export function simplifyPrice(price: Price): Price {
  if (price.steps.length > 0) return price;
  const { input, output, cachedInput, cacheWrite5m, cacheWrite1h, reasoning, perRequest } = price.base;
  const own = {
    cachedInput: cachedInput === input ? undefined : cachedInput,
    cacheWrite5m: cacheWrite5m === input ? undefined : cacheWrite5m,
    cacheWrite1h: cacheWrite1h === (cacheWrite5m ?? input) ? undefined : cacheWrite1h,
    reasoning: reasoning === output ? undefined : reasoning,
    perRequest: perRequest === 0n ? undefined : perRequest,
  };
  return { base: { ...present({ ...nullable({}), ...own }), input, output }, steps: [] };
}

function present(row: Record<PriceClass, Pico | null | undefined>): Partial<ClassPrices> {
  return Object.fromEntries(CLASSES.flatMap((name) => (row[name] == null ? [] : [[name, row[name]]])));
}

function nullable(prices: Partial<ClassPrices>): Nullable {
  return {
    input: prices.input ?? null,
    output: prices.output ?? null,
    cachedInput: prices.cachedInput ?? null,
    cacheWrite5m: prices.cacheWrite5m ?? null,
    cacheWrite1h: prices.cacheWrite1h ?? null,
    reasoning: prices.reasoning ?? null,
    perRequest: prices.perRequest ?? null,
  };
}
