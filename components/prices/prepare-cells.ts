import { formatPricePerMillion, formatUsdRatio } from "@/lib/core/money";
import { type Price, resolvePrice } from "@/lib/core/price";
import { negate, type Ratio } from "@/lib/core/ratio";
import { exactUsd, NOT_APPLICABLE, successRate, UNKNOWN } from "../amounts";
import { formatCount, formatDuration } from "../counts";

export const CLASS_NAMES = ["Input", "Cache read", "Cache write", "Output"] as const;

/** What a class costs here; `isOwn` unless it is charged like its parent. */
export type ClassCell = { text: string; isOwn: boolean };

/** One for each of `CLASS_NAMES`; a cache that is written for an hour at another price is told beside that for five minutes. */
export function prepareClassCells(price: Price | null): ClassCell[] {
  if (price === null) return [UNKNOWN, NOT_APPLICABLE, NOT_APPLICABLE, UNKNOWN].map((text) => ({ text, isOwn: false }));
  const { prices } = resolvePrice(price, 0);
  const { base } = price;
  const [written, writtenLong] = [formatPricePerMillion(prices.cacheWrite5m), formatPricePerMillion(prices.cacheWrite1h)];
  return [
    { text: formatPricePerMillion(prices.input), isOwn: true },
    { text: formatPricePerMillion(prices.cachedInput), isOwn: base.cachedInput !== undefined },
    {
      text: written === writtenLong ? written : `${written}, 1 h ${writtenLong}`,
      isOwn: base.cacheWrite5m !== undefined || base.cacheWrite1h !== undefined,
    },
    { text: formatPricePerMillion(prices.output), isOwn: true },
  ];
}

/** What a price asks beside its columns: "Reasoning $3.00", "$0.002 a request". */
export function describeExtras(price: Price): string[] {
  const { reasoning, perRequest } = price.base;
  return [
    ...(reasoning === undefined ? [] : [`Reasoning ${formatPricePerMillion(reasoning)}`]),
    ...(perRequest === undefined || perRequest === 0n ? [] : [`${exactUsd(perRequest)} a request`]),
  ];
}

/** Below what input costs: what is read from and written to a cache, where that is charged otherwise. */
export function describeCache(price: Price | null): string[] {
  const [, read, written] = prepareClassCells(price);
  return [...(read?.isOwn ? [`cache read ${read.text}`] : []), ...(written?.isOwn ? [`cache write ${written.text}`] : [])];
}

/** The row of equal weights: from what input and output cost at their cheapest. */
export function prepareWeightsCells(prices: readonly (Price | null)[]): string[] {
  const known = prices.flatMap((price) => (price === null ? [] : [resolvePrice(price, 0).prices]));
  const from = (name: "input" | "output") => {
    const least = known.map((each) => each[name]).reduce<bigint | null>((low, each) => (low === null || each < low ? each : low), null);
    if (least === null) return UNKNOWN;
    return `${known.every((each) => each[name] === least) ? "" : "from "}${formatPricePerMillion(least)}`;
  };
  return [from("input"), from("output")];
}

/** "$0.64" per million tokens of the mix. */
export function mixText(cost: Ratio | null, hasPrice: boolean): string {
  if (cost) return formatUsdRatio(cost);
  return hasPrice ? NOT_APPLICABLE : UNKNOWN;
}

/** Floored: "99.9% of 1,204". */
export function successText(tried: { attempts: number; served: number } | null): string {
  if (tried === null || tried.attempts === 0) return NOT_APPLICABLE;
  return `${successRate(tried)} of ${formatCount(tried.attempts)}`;
}

export type MoveCell = { text: string; tone: "saving" | "premium" | "plain" };

/** What moving would change: "saves $0.10", "adds $0.20", "the same". */
export function moveCell(saved: Ratio | null): MoveCell {
  if (saved === null) return { text: NOT_APPLICABLE, tone: "plain" };
  if (saved.numerator === 0n) return { text: "the same", tone: "plain" };
  if (saved.numerator > 0n) return { text: `saves ${formatUsdRatio(saved)}`, tone: "saving" };
  return { text: `adds ${formatUsdRatio(negate(saved))}`, tone: "premium" };
}

export function durationText(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? NOT_APPLICABLE : formatDuration(ms);
}

/** "48 tokens/s", "at least 48 tokens/s" */
export function speedText(speed: { tokensPerSecond: number; isAtLeast: boolean } | null, served: number): string {
  if (speed === null) return served > 0 ? UNKNOWN : NOT_APPLICABLE;
  const { tokensPerSecond, isAtLeast } = speed;
  return `${isAtLeast ? "at least " : ""}${tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : formatCount(Math.round(tokensPerSecond))} tokens/s`;
}

const MINUTE_MS = 60_000;

/** "2 h ago" */
export function describeAgo(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / MINUTE_MS));
  if (minutes < 60) return minutes === 0 ? "just now" : `${minutes} min ago`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / (24 * 60))} days ago`;
}

/** "131K", "1M" tokens. */
export function contextText(tokens: number | null): string {
  if (tokens === null) return NOT_APPLICABLE;
  return tokens < 1_000_000 ? `${Math.round(tokens / 1_000)}K` : `${Number((tokens / 1_000_000).toFixed(2))}M`;
}
