import { formatUsdExact, formatUsdRatio, formatUsdRatioDelta, formatUsdTerm, formatUsdTotal, placesOfSum, type Pico } from "@/lib/core/money";
import { formatPercent, type Ratio } from "@/lib/core/ratio";

/** There is nothing of which it could be said. */
export const NOT_APPLICABLE = "—";
/** There is something, but nobody knows its amount. Never shown as 0. */
export const UNKNOWN = "Unknown";

/** "$1.20/M": USD per million tokens. */
export function perMillion(value: Ratio | null, absent: string = NOT_APPLICABLE): string {
  return value ? `${formatUsdRatio(value)}/M` : absent;
}

/** "+$0.20/M" */
export function perMillionDelta(value: Ratio | null, absent: string = NOT_APPLICABLE): string {
  return value ? `${formatUsdRatioDelta(value)}/M` : absent;
}

/** Amounts that are shown as a sum: all with as many decimals as the smallest needs, "$2.7304/M" and "-$0.0028/M". */
export function sumFormat(parts: readonly (Ratio | null)[]) {
  const places = placesOfSum(parts.filter((part) => part !== null));
  return {
    perMillion: (value: Ratio | null, absent: string = NOT_APPLICABLE) => (value ? `${formatUsdTerm(value, places)}/M` : absent),
    perMillionDelta: (value: Ratio | null, absent: string = NOT_APPLICABLE) =>
      value ? `${value.numerator > 0n ? "+" : ""}${formatUsdTerm(value, places)}/M` : absent,
  };
}

/** A share with one decimal; what is not zero never reads as zero, what is not all never as 100%. */
export function share(value: Ratio | null): string {
  if (!value) return NOT_APPLICABLE;
  const { numerator, denominator } = value;
  if (numerator > 0n && numerator * 1_000n < denominator) return "<0.1%";
  if (numerator < denominator && numerator * 1_000n > denominator * 999n) return ">99.9%";
  return formatPercent(value, 1, "half-away");
}

/** A difference relative to its base, with its sign: "+20.0%". */
export function relativeDelta(difference: Ratio | null, base: Ratio | null): string | null {
  if (!difference || !base || base.numerator === 0n) return null;
  const relative = {
    numerator: difference.numerator * base.denominator,
    denominator: difference.denominator * base.numerator,
  };
  return `${relative.numerator > 0n ? "+" : ""}${formatPercent(relative, 1, "half-away")}`;
}

/** "$12.35" with the exact amount beside it, for a title. */
export function totalUsd(pico: Pico): { text: string; exact: string } {
  return { text: formatUsdTotal(pico), exact: `$${formatUsdExact(pico)}`.replace("$-", "-$") };
}
