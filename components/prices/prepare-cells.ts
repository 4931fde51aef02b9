import { formatPricePerMillion, formatUsdRatio } from "@/lib/core/money";
import { type Price, type PriceClass, resolvePrice } from "@/lib/core/price";
import type { Ratio } from "@/lib/core/ratio";
import { exactUsd, NOT_APPLICABLE, successRate, UNKNOWN } from "../amounts";
import { formatCount } from "../counts";

export const CLASS_COLUMNS: readonly { name: PriceClass; label: string }[] = [
  { name: "input", label: "Input" },
  { name: "cachedInput", label: "Cached input" },
  { name: "cacheWrite5m", label: "Write, 5 min" },
  { name: "cacheWrite1h", label: "Write, 1 h" },
  { name: "output", label: "Output" },
  { name: "reasoning", label: "Reasoning" },
  { name: "perRequest", label: "Per request" },
];

/** What a class costs here; `isOwn` unless it is charged like its parent. */
export type ClassCell = { text: string; isOwn: boolean };

export function prepareClassCells(price: Price | null): ClassCell[] {
  if (price === null) return CLASS_COLUMNS.map(({ name }) => ({ text: name === "input" || name === "output" ? UNKNOWN : NOT_APPLICABLE, isOwn: false }));
  const { prices } = resolvePrice(price, 0);
  return CLASS_COLUMNS.map(({ name }) => {
    if (name === "perRequest") return { text: prices.perRequest === 0n ? NOT_APPLICABLE : exactUsd(prices.perRequest), isOwn: true };
    return { text: formatPricePerMillion(prices[name]), isOwn: price.base[name] !== undefined };
  });
}

/** A model's row: from what its cheapest endpoint asks, class by class. */
export function prepareModelCells(prices: readonly (Price | null)[]): string[] {
  const known = prices.flatMap((price) => (price === null ? [] : [resolvePrice(price, 0).prices]));
  return CLASS_COLUMNS.map(({ name }) => {
    if (known.length === 0) return name === "input" || name === "output" ? UNKNOWN : NOT_APPLICABLE;
    if (name !== "input" && name !== "output") return "";
    const least = known.map((each) => each[name]).reduce((low, each) => (each < low ? each : low));
    const isOne = known.every((each) => each[name] === least);
    return `${isOne ? "" : "from "}${formatPricePerMillion(least)}`;
  });
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
