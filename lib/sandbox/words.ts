import type { Ranged } from "./inputs";

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const AMOUNT = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** "97%", "99.95%" */
export function wordPercent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}

/** "48,210" */
export function wordCount(count: number): string {
  return COUNT.format(count);
}

/** "12.5", "1,235" */
export function wordAmount(amount: number): string {
  return amount >= 1_000 ? COUNT.format(amount) : AMOUNT.format(amount);
}

/** "840 ms", "2.4 s" */
export function wordMs(ms: number): string {
  return ms < 1_000 ? `${AMOUNT.format(ms)} ms` : `${AMOUNT.format(ms / 1_000)} s`;
}

/** "77 minutes", "1 minute" */
export function wordMinutes(minutes: number): string {
  return `${wordAmount(minutes)} ${minutes === 1 ? "minute" : "minutes"}`;
}

/** "95% to 99%, with 90 in 100" */
export function wordRanged(value: Ranged, word: (value: number) => string): string {
  return typeof value === "number" ? word(value) : `${word(value[0])} to ${word(value[1])}, with 90 in 100`;
}
