import { findPriceInForce, type PriceTerms } from "./price";

/** From a time on, until the next one's, one price is in force; null is none that is known. */
export type PricePeriod<T> = { readonly from: Date; readonly price: T | null };

/**
 * An endpoint's prices as they follow on each other, ascending: another comes into force where one begins, and where
 * an agreement ends. What an agreement covers from end to end never does.
 */
export function listPricePeriods<T extends PriceTerms>(prices: readonly T[]): PricePeriod<T>[] {
  const edges = prices.flatMap(({ validFrom, validUntil }) => (validUntil === null ? [validFrom] : [validFrom, validUntil]));
  const periods: PricePeriod<T>[] = [];
  for (const edge of [...new Set(edges.map(Number))].sort((a, b) => a - b)) {
    const price = findPriceInForce(prices, edge);
    if (price !== (periods.at(-1)?.price ?? null)) periods.push({ from: new Date(edge), price });
  }
  return periods;
}

/** The periods from a time on: the one that it falls into, if there is a price then, and those to come. */
export function listPricePeriodsFrom<T extends PriceTerms>(prices: readonly T[], at: Date): PricePeriod<T>[] {
  const periods = listPricePeriods(prices);
  const current = periods.findLastIndex(({ from }) => from <= at);
  return periods.slice(Math.max(0, current)).filter(({ from, price }) => from > at || price !== null);
}
