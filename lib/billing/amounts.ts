import { formatUsdExact, type Pico } from "@/lib/core/money";
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
  return formatUsdExact(parseDecimal(a) - parseDecimal(b));
}

/** A decimal of a document in units of 10^-12: an amount in pico-USD. Throws RangeError for any other text. */
export function parseDecimal(text: string): bigint {
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is not a decimal of a report`);
  const [, sign, whole = "", fraction = ""] = match;
  const units = BigInt(whole + fraction.padEnd(PLACES, "0"));
  return sign === "-" ? -units : units;
}
