import { ratio } from "@/lib/core/ratio";
import { share } from "@/lib/core/text/amounts";

/** A price of so many pico-USD a token is one USD per million of them. */
export const perMillionPico = 1_000_000n;

/** "$4.48 per million tokens" */
export function perMillion(usd: number): string {
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)} per million tokens`;
}

const PRECISION = 1_000_000_000_000;

/** "12.5%", as on screen. @param value finite */
export function percent(value: number): string {
  return share(ratio(BigInt(Math.round(value * PRECISION)), BigInt(PRECISION)));
}

/** "4 minutes", "3 hours", "2 days": whole ones, so that a text that is written every minute changes rarely. */
export function lasting(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const [count, word] = minutes < 120 ? [minutes, "minute"] : minutes < 48 * 60 ? [Math.floor(minutes / 60), "hour"] : [Math.floor(minutes / 1_440), "day"];
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** A part of a whole in pico-USD or calls; null of nothing. */
export function shareOf(part: bigint | number, whole: bigint | number): number | null {
  return Number(whole) === 0 ? null : Number(part) / Number(whole);
}
