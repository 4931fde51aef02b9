import { formatUsdExact, formatUsdTotal, type Pico } from "../money";
import { formatPercent, type Ratio, ratio } from "../ratio";

/** There is nothing of which it could be said. */
export const NOT_APPLICABLE = "—";
/** There is something, but nobody knows its amount. Never shown as 0. */
export const UNKNOWN = "Unknown";

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

/** How often it held when it was tried. Floored: one failure in a hundred thousand never reads as 100%. */
export function successRate({ served, attempts }: { served: number; attempts: number }): string {
  return attempts === 0 ? NOT_APPLICABLE : formatPercent(ratio(BigInt(served), BigInt(attempts)), 1, "floor");
}

/** Every digit of an amount, for a title: "-$1.234567890123". */
export function exactUsd(pico: Pico): string {
  return `$${formatUsdExact(pico)}`.replace("$-", "-$");
}

/** "$12.35" with the exact amount beside it, for a title. */
export function totalUsd(pico: Pico): { text: string; exact: string } {
  return { text: formatUsdTotal(pico), exact: exactUsd(pico) };
}
