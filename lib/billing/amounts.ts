import { formatUsdExact, parseUsdExact, type Pico } from "@/lib/core/money";
import { type Ratio, roundRatio } from "@/lib/core/ratio";

const PLACES = 12;

/** An amount as documents have it: every digit of it. */
export function usd(pico: Pico): string {
  return formatUsdExact(pico);
}

/** A ratio as documents have it: rounded half to even to twelve decimals, without needless zeros. */
export function decimal(value: Ratio): string;
export function decimal(value: Ratio | null): string | null;
export function decimal(value: Ratio | null): string | null {
  return value && formatUsdExact(roundRatio(value, PLACES, "half-even"));
}

/** a − b of two such decimals, so that what is shown beside each other adds up to the last digit. */
export function subtractDecimals(a: string, b: string): string {
  return formatUsdExact(parseUsdExact(a) - parseUsdExact(b));
}
