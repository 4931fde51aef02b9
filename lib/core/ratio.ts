/**
 * Exact fractions of integers, for shares and for prices that are means: only the display rounds.
 * The denominator is positive. Fractions are not reduced: a team's WARC adds hundreds of them, and a
 * greatest common divisor at every step costs far more than one division of long integers at the end.
 */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };

/** How a value is cut to its places. `half-away` is Intl.NumberFormat's way; availability takes `floor`. */
export type Rounding = "half-even" | "half-away" | "floor";

/** The fraction numerator / denominator. Throws RangeError when the denominator is zero. */
export function ratio(numerator: bigint, denominator = 1n): Ratio {
  if (denominator === 0n) throw new RangeError("A ratio needs a denominator other than zero");
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

export function add(a: Ratio, b: Ratio): Ratio {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator };
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

export function negate(value: Ratio): Ratio {
  return { numerator: -value.numerator, denominator: value.denominator };
}

export function subtract(a: Ratio, b: Ratio): Ratio {
  return add(a, negate(b));
}

export function multiply(a: Ratio, b: Ratio): Ratio {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** a / b, or null where there is nothing to divide by. */
export function divide(a: Ratio, b: Ratio): Ratio | null {
  return b.numerator === 0n ? null : ratio(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Negative, zero or positive as a is below, equal to or above b: fit for `sort`. */
export function compare(a: Ratio, b: Ratio): -1 | 0 | 1 {
  const difference = subtract(a, b).numerator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** By halves: the long denominators of many fractions meet late, where one after the other every step would be as long as the sum. */
export function sum(values: readonly Ratio[]): Ratio {
  const [first, second] = values;
  if (!first) return ratio(0n);
  if (!second) return first;
  const half = values.length >> 1;
  return add(sum(values.slice(0, half)), sum(values.slice(half)));
}

/** The value as a whole number of 10^-places. */
export function roundRatio(value: Ratio, places: number, rounding: Rounding): bigint {
  const numerator = value.numerator * 10n ** BigInt(places);
  const quotient = numerator / value.denominator;
  const rest = numerator % value.denominator;
  if (rest === 0n) return quotient;
  if (rounding === "floor") return rest < 0n ? quotient - 1n : quotient;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const tieStays = rounding === "half-even" && quotient % 2n === 0n;
  if (twice < value.denominator || (twice === value.denominator && tieStays)) return quotient;
  return rest < 0n ? quotient - 1n : quotient + 1n;
}

/** `units` of 10^-places as a plain decimal with exactly that many places; zero has no sign. */
export function formatDecimal(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const sign = units < 0n ? "-" : "";
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** A plain decimal with exactly `places` places, such as "-5.414817955". */
export function formatRatio(value: Ratio, places: number, rounding: Rounding): string {
  return formatDecimal(roundRatio(value, places, rounding), places);
}

/** A share or a relative difference in percent, such as "45.65%" for 4565/10000. */
export function formatPercent(value: Ratio, places: number, rounding: Rounding): string {
  return `${formatRatio(multiply(value, ratio(100n)), places, rounding)}%`;
}

/** A plain decimal such as "-5.414817955" as the fraction that it is. Throws RangeError for any other text. */
export function parseDecimal(text: string): Ratio {
  const [, sign, whole = "", fraction = ""] = (text.length > 200 ? null : /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)) ?? [];
  if (whole === "") throw new RangeError("Not a plain decimal number");
  const units = BigInt(whole + fraction);
  return { numerator: sign === "-" ? -units : units, denominator: 10n ** BigInt(fraction.length) };
}
