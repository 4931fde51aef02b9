import { exactUsd } from "@/lib/core/text/amounts";
import { formatUsd, formatUsdRatio, formatUsdRatioDelta, formatUsdTotal, parseUsdExact } from "@/lib/core/money";
import type { PaperCell, PaperLink } from "@/lib/core/paper";
import { parseDecimal, type Ratio } from "@/lib/core/ratio";
import { NOT_APPLICABLE, UNKNOWN } from "@/lib/core/text/amounts";
import { formatCount } from "@/lib/core/text/counts";

/** Characters of a name that a cell has room for; the page shows no more either. */
const MAX_NAME = 300;

/** After an amount that is not all. */
export const AND_MORE = "+";

export function words(text: string, link?: PaperLink): PaperCell {
  return { text: text.slice(0, MAX_NAME), ...(link && { link }) };
}

export function count(value: number, link?: PaperLink): PaperCell {
  return { text: formatCount(value), ...(link && { link }) };
}

/** A known amount, with "+" where attempts of unknown cost come on top of it, and the word alone where nothing is known. */
export function spent({ spendUsd, unknownAttempts, attempts }: { spendUsd: string; unknownAttempts: number; attempts: number }, link?: PaperLink): PaperCell {
  const pico = parseUsdExact(spendUsd);
  if (unknownAttempts > 0 && unknownAttempts === attempts) return { text: UNKNOWN, ...(link && { link }) };
  const text = `${formatUsdTotal(pico)}${unknownAttempts > 0 ? AND_MORE : ""}`;
  return { text, exact: exactUsd(pico), ...(link && { link }) };
}

/** An amount in dollars and cents; null is a dash. */
export function usd(amountUsd: string | null, link?: PaperLink): PaperCell {
  if (amountUsd === null) return { text: NOT_APPLICABLE };
  const pico = parseUsdExact(amountUsd);
  return { text: formatUsdTotal(pico), exact: exactUsd(pico), ...(link && { link }) };
}

/** What one call cost, with as many digits as a row of a table has: in cents most calls look alike. */
export function singleUsd(amountUsd: string, link?: PaperLink): PaperCell {
  const pico = parseUsdExact(amountUsd);
  return { text: formatUsd(pico), exact: exactUsd(pico), ...(link && { link }) };
}

/** Savings, or what the baseline would have saved. */
export function saved(amountUsd: string | null): PaperCell {
  const cell = usd(amountUsd);
  if (amountUsd === null) return cell;
  const pico = parseUsdExact(amountUsd);
  return pico === 0n ? cell : { ...cell, tone: pico > 0n ? "saving" : "premium" };
}

/** USD per million tokens: "$1.20". */
export function rate(perMillion: string | null, absent = NOT_APPLICABLE): PaperCell {
  return { text: perMillion === null ? absent : formatUsdRatio(parseDecimal(perMillion)), ...(perMillion !== null && { exact: `$${perMillion}` }) };
}

/** The same with its sign: "+$0.20". */
export function rateDelta(perMillion: string | null): PaperCell {
  return { text: perMillion === null ? NOT_APPLICABLE : formatUsdRatioDelta(parseDecimal(perMillion)), ...(perMillion !== null && { exact: `$${perMillion}` }) };
}

export function shareOf(text: string | null): Ratio | null {
  return text === null ? null : parseDecimal(text);
}

/** "8.4M": tokens as one reads them; the exact number is beside it. */
export function tokens(value: number): PaperCell {
  const short = [[1e9, "B"], [1e6, "M"], [1e3, "K"]] as const;
  const [unit, letter] = short.find(([size]) => value >= size) ?? [1, ""];
  const tenths = Math.floor((value / unit) * 10);
  const text = letter === "" ? formatCount(value) : `${tenths < 100 ? (tenths / 10).toFixed(1) : formatCount(Math.floor(tenths / 10))}${letter}`;
  return { text, exact: `${formatCount(value)} tokens` };
}
