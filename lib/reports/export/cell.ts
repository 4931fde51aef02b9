import { formatUsdExact } from "@/lib/core/money";

/** What stands in a cell. A bigint is an amount in pico-USD; null is unknown or not applicable, never 0. */
export type Cell = string | number | boolean | bigint | Date | null;

/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A cell of RFC 4180. Amounts are plain decimals in USD of up to 12 places, times are UTC. A text that a spreadsheet
 * would run has an apostrophe before it; numbers are written by us and may begin with a minus.
 */
export function csvCell(cell: Cell): string {
  if (typeof cell !== "string") return String(plain(cell) ?? "");
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same in JSON: an amount is a string, since a double would round it. */
export function jsonCell(cell: Cell): string {
  return JSON.stringify(plain(cell));
}

function plain(cell: Cell): string | number | boolean | null {
  if (typeof cell === "bigint") return formatUsdExact(cell);
  return cell instanceof Date ? cell.toISOString() : cell;
}
