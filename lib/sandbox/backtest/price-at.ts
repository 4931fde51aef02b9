import type { Price } from "@/lib/core/price";
import type { DatedPrice } from "../scenario";

/** The price in force at a moment; null before the first. @param prices ascending */
export function priceAt(prices: readonly DatedPrice[], atMs: number): Price | null {
  let found: Price | null = null;
  for (const { validFromMs, price } of prices) {
    if (validFromMs > atMs) break;
    found = price;
  }
  return found;
}
