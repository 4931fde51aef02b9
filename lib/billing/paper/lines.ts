import { formatUsdExact, parseUsdExact } from "@/lib/core/money";
import type { PaperCell, PaperLink, PaperTable } from "@/lib/core/paper";
import { share } from "@/lib/core/text/amounts";
import { formatCount } from "@/lib/core/text/counts";
import { ratio } from "@/lib/core/ratio";
import type { MonthLine } from "../month-report";
import { count, spent, tokens, words } from "./cells";

/** Lines that paper has room for; the others are one line, and stand by themselves in the JSON. */
export const MAX_LINES = 25;

const COLUMNS = [
  { head: "Calls", weight: 1.1, isFigure: true },
  { head: "Attempts", weight: 1.1, isFigure: true },
  { head: "Tokens", weight: 1.1, isFigure: true },
  { head: "Cost", weight: 1.7, isFigure: true },
  { head: "Share", weight: 0.9, isFigure: true },
] as const;

type Sums = Omit<MonthLine, "id" | "name">;

/**
 * What a dimension's lines spent, in their order: the dearest first.
 * @param total of the month; null where lines do not add up to it, as tags
 * @param linkOf the calls of a line; null where no filter finds exactly them
 */
export function prepareLines(
  { title, head, lines, total, empty, note = null, linkOf }:
  { title: string; head: string; lines: readonly MonthLine[]; total: Sums | null; empty: string; note?: string | null; linkOf: (line: MonthLine) => PaperLink | null },
): PaperTable {
  const cut = lines.length > MAX_LINES ? MAX_LINES - 1 : lines.length;
  const rest = lines.slice(cut);
  const whole = total ? parseUsdExact(total.spendUsd) : null;
  const cellsOf = (first: PaperCell, sums: Sums, link?: PaperLink): PaperCell[] => [
    first, count(sums.calls), count(sums.attempts), tokens(sums.tokens), spent(sums, link),
    { text: whole === null || whole <= 0n ? "—" : share(ratio(parseUsdExact(sums.spendUsd), whole)) },
  ];
  const rows = lines.slice(0, cut).map((line) => {
    const link = linkOf(line) ?? undefined;
    return cellsOf(words(line.name === "" ? "(unset)" : line.name, link), line, link);
  });
  if (rest.length > 0) rows.push(cellsOf(words(`${formatCount(rest.length)} more`), sumLines(rest)));
  return {
    kind: "table", title, columns: [{ head, weight: 3.4, isFigure: false }, ...COLUMNS], rows,
    total: total && rows.length > 0 ? cellsOf(words("Total"), total) : null, empty, note,
  };
}

export function sumLines(lines: readonly Sums[]): Sums {
  const sum = (of: (line: Sums) => number) => lines.reduce((total, line) => total + of(line), 0);
  return {
    calls: sum((line) => line.calls), attempts: sum((line) => line.attempts), unknownAttempts: sum((line) => line.unknownAttempts),
    tokens: sum((line) => line.tokens), spendUsd: formatUsdExact(lines.reduce((total, line) => total + parseUsdExact(line.spendUsd), 0n)),
  };
}
