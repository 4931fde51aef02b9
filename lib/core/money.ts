import { formatDecimal, negate, type Ratio, ratio, roundRatio } from "./ratio";

/** 10^-12 USD. A price of $1 per million tokens is exactly 1,000,000 pico per token. */
export type Pico = bigint;

export const PICO_PER_USD = 1_000_000_000_000n;

const USD_PLACES = 12;
const PRICE_PLACES = 6;
const MAX_SUM_PLACES = 6;
const ZERO = 0x30;

/**
 * The bounds that keep one attempt inside a BIGINT column (9.22 × 10^18): 2^31 - 1 input and as many
 * output tokens at $1,000 per million are 4.29 × 10^18, and a request fee adds 10^18 at most.
 * The dearest listed price in 2026 is $600 per million.
 */
export const MAX_PRICE_USD_PER_MILLION = 1_000n;
export const MAX_USD = 1_000_000n;

/** A text that is not an amount; the message says what is wrong with it. */
export class MoneyError extends Error {
  override name = "MoneyError";
}

/**
 * USD per million tokens, such as "0.59", as pico per token. Throws MoneyError unless it is a plain
 * decimal of at least 0, with at most six decimals, up to MAX_PRICE_USD_PER_MILLION.
 */
export function parsePricePerMillion(text: string): Pico {
  return parseScaled(text, "Price", PRICE_PLACES, MAX_PRICE_USD_PER_MILLION, "USD per million tokens");
}

/**
 * An amount in USD, such as a request fee. Throws MoneyError unless it is a plain decimal of at least 0,
 * with at most twelve decimals, up to MAX_USD.
 */
export function parseUsd(text: string): Pico {
  return parseScaled(text, "Amount", USD_PLACES, MAX_USD, "USD");
}

function parseScaled(text: string, what: string, places: number, most: bigint, unit: string): bigint {
  const fault = (why: string) => new MoneyError(`${what} ${quote(text)} ${why}`);
  // The length comes first: BigInt takes quadratic time over a megabyte of digits.
  const match = text.length > 64 ? null : /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw fault("is not a plain decimal number such as 0.59");
  const [, sign, whole = "", fraction = ""] = match;
  if (sign) throw fault("must not be negative");
  if (fraction.length > places) throw fault(`has more than ${places} decimals`);
  const units = BigInt(whole + fraction.padEnd(places, "0"));
  if (units > most * 10n ** BigInt(places)) throw fault(`is above the limit of ${group(most.toString())} ${unit}`);
  return units;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** What formatUsdExact wrote: any sign, any size. Throws MoneyError for what is not a whole number of pico-USD. */
export function parseUsdExact(text: string): Pico {
  const match = text.length > 200 ? null : /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) throw new MoneyError(`Amount ${quote(text)} is not a plain decimal number of at most ${USD_PLACES} decimals`);
  const [, sign, whole = "", fraction = ""] = match;
  const units = BigInt(whole + fraction.padEnd(USD_PLACES, "0"));
  return sign === "" ? units : -units;
}

/** The exact amount as a plain decimal without exponent or needless zeros: also a valid JSON number. */
export function formatUsdExact(pico: Pico): string {
  return pico === 0n ? "0" : trimZeros(formatDecimal(pico, USD_PLACES), 0);
}

/**
 * An amount in a row of a table: $0.00, $0.00427, $0.0428, $0.1234, $12.35, $12,345.67.
 * From $1 two decimals, from $0.10 two to four, below that three significant digits and at least two decimals.
 */
export function formatUsd(pico: Pico): string {
  return formatUsdRatio(ratio(pico, PICO_PER_USD));
}

/** The same for an amount that is a mean, such as USD per million tokens: $1.20. */
export function formatUsdRatio(usd: Ratio): string {
  const places = rowPlaces(usd);
  return withDollar(trimZeros(formatDecimal(roundRatio(usd, places, "half-away"), places), 2));
}

function rowPlaces(usd: Ratio): number {
  const { numerator, denominator } = usd.numerator < 0n ? negate(usd) : usd;
  if (numerator === 0n || numerator >= denominator) return 2;
  if (numerator * 10n >= denominator) return 4;
  let firstDigit = 2;
  while (numerator * 10n ** BigInt(firstDigit) < denominator) firstDigit++;
  return firstDigit + 2;
}

/**
 * How many decimals a shown sum needs so that its smallest part does not vanish beside the others: two digits of that
 * part, from 2 to 6 decimals.
 */
export function placesOfSum(parts: readonly Ratio[]): number {
  return Math.min(MAX_SUM_PLACES, Math.max(2, ...parts.map(twoDigitPlaces)));
}

function twoDigitPlaces({ numerator, denominator }: Ratio): number {
  const isSmall = numerator !== 0n && (numerator < 0n ? -numerator : numerator) * 10n < denominator;
  return isSmall ? rowPlaces({ numerator, denominator }) - 1 : 2;
}

/** A term of a shown sum, with the decimals of all its terms. */
export function formatUsdTerm(usd: Ratio, places: number): string {
  return withDollar(formatDecimal(roundRatio(usd, places, "half-away"), places));
}

/** A total: two decimals. What is not zero never reads as zero: below half a cent it is `<$0.01`, or `>-$0.01`. */
export function formatUsdTotal(pico: Pico): string {
  const cents = roundRatio(ratio(pico, PICO_PER_USD), 2, "half-away");
  if (cents === 0n && pico !== 0n) return pico > 0n ? "<$0.01" : ">-$0.01";
  return withDollar(formatDecimal(cents, 2));
}

/** A difference of means with its sign: +$0.20. */
export function formatUsdRatioDelta(usd: Ratio): string {
  return (usd.numerator > 0n ? "+" : "") + formatUsdRatio(usd);
}

/** The exact unit price in USD per million tokens, with two to six decimals: $0.59, $0.037. */
export function formatPricePerMillion(picoPerToken: Pico): string {
  return withDollar(trimZeros(formatDecimal(picoPerToken, PRICE_PLACES), 2));
}

/** Takes zeros from the end of a decimal, but leaves `least` places. */
function trimZeros(decimal: string, least: number): string {
  const dot = decimal.indexOf(".");
  if (dot < 0) return least === 0 ? decimal : `${decimal}.${"0".repeat(least)}`;
  let end = decimal.length;
  while (end > dot + 1 + least && decimal.charCodeAt(end - 1) === ZERO) end -= 1;
  return decimal.slice(0, end === dot + 1 ? dot : end).padEnd(least === 0 ? 0 : dot + 1 + least, "0");
}

function withDollar(decimal: string): string {
  const [whole = "", fraction] = decimal.replace("-", "").split(".");
  return `${decimal.startsWith("-") ? "-" : ""}$${group(whole)}${fraction === undefined ? "" : `.${fraction}`}`;
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
