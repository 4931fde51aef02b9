import type { Pico } from "@/lib/core/money";
import { type Price, type PriceClass, type ResolvedPrice, resolvePrice } from "@/lib/core/price";

/** Units by disjoint class that many attempts add up to. */
export type UnitSums = Readonly<Record<PriceClass, bigint>>;

/** An amount that is known, or lies between two: then sums do not tell which step of a price each call was on. */
export type Span = { lowPico: Pico; highPico: Pico };

const CLASSES = ["input", "cachedInput", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "perRequest"] as const satisfies readonly PriceClass[];

/**
 * What the same units cost at a price. Exact without steps: both ends are the same. With steps, which depend on the
 * prompt of each single call, every class lies between its lowest and its highest step.
 */
export function repriceUnits(units: UnitSums, price: Price): Span {
  const steps = [0, ...price.steps.map((_, index) => index + 1)].map((step) => pricesAfter(price, step));
  return CLASSES.reduce((sum, name) => {
    const costs = steps.map((prices) => units[name] * prices[name]);
    return {
      lowPico: sum.lowPico + costs.reduce((low, cost) => (cost < low ? cost : low)),
      highPico: sum.highPico + costs.reduce((high, cost) => (cost > high ? cost : high)),
    };
  }, exactly(0n));
}

/** What units cost at a step of their price had nothing been read from or written to a cache: all that was read is input. */
export function costWithoutCache(units: UnitSums, price: Price, step: number): Pico {
  const prices = pricesAfter(price, step);
  const read = units.input + units.cachedInput + units.cacheWrite5m + units.cacheWrite1h;
  return read * prices.input + units.output * prices.output + units.reasoning * prices.reasoning + units.perRequest * prices.perRequest;
}

/** A price resolves by what a call reads: one token above a threshold is on its step. */
function pricesAfter(price: Price, step: number): ResolvedPrice["prices"] {
  const thresholds = price.steps.map(({ aboveInputTokens }) => aboveInputTokens).sort((a, b) => a - b);
  return resolvePrice(price, step === 0 ? 0 : (thresholds[step - 1] ?? 0) + 1).prices;
}

export function exactly(pico: Pico): Span {
  return { lowPico: pico, highPico: pico };
}

export function isExact({ lowPico, highPico }: Span): boolean {
  return lowPico === highPico;
}

export function addSpans(a: Span, b: Span): Span {
  return { lowPico: a.lowPico + b.lowPico, highPico: a.highPico + b.highPico };
}

/** An amount less one that lies between two. */
export function lessSpan(pico: Pico, { lowPico, highPico }: Span): Span {
  return { lowPico: pico - highPico, highPico: pico - lowPico };
}
