import { percent, toLength } from "@/lib/core/chart/geometry";
import { prepareTicks } from "@/lib/core/chart/prepare-ticks";
import { formatUsdRatio, formatUsdTotal, parseUsdExact, PICO_PER_USD, type Pico } from "@/lib/core/money";
import type { PaperColumns, PaperLink, PaperTable } from "@/lib/core/paper";
import { instantOfWall } from "@/lib/core/period";
import { type Ratio, ratio } from "@/lib/core/ratio";
import { plural } from "@/lib/core/text/counts";
import { formatTime } from "@/lib/core/text/times";
import type { MonthReport } from "../month-report";
import { count, spent, tokens, words } from "./cells";

/** Of every so many days one has its name. */
const LABEL_EVERY = 7;

/** The cost of each day of the month in its zone. A sum: a day without calls is 0, not a gap. */
export function prepareByDay({ byDay, zone, to }: Pick<MonthReport, "byDay" | "zone" | "to">): PaperColumns {
  const amounts = byDay.map(({ spendUsd }) => parseUsdExact(spendUsd));
  const top = prepareTicks(Math.max(0, ...amounts.map(lengthOf)));
  const height = toLength(top.at(-1) as Ratio);
  const columns = byDay.map((line, index) => {
    const { day, spendUsd, calls, unknownAttempts, attempts } = line;
    const amount = parseUsdExact(spendUsd);
    return {
      key: day, label: dayName(day),
      x: percent(index, byDay.length), width: percent(1, byDay.length), height: percent(Math.max(0, lengthOf(amount)), height),
      hasUnknown: unknownAttempts > 0,
      value: spent({ spendUsd, unknownAttempts, attempts }).text, detail: plural(calls, "call"),
      link: linkOfDay(day, byDay[index + 1]?.day ?? null, zone, to),
    };
  });
  return {
    kind: "columns", title: "Cost by day", columns,
    ticks: top.map((tick) => ({ label: formatUsdRatio(tick), y: 100 - percent(toLength(tick), height) })),
    labelled: columns.flatMap((_, index) => (index % LABEL_EVERY === 0 ? [index] : [])),
    summary: summarize(byDay, amounts),
    table: prepareTable(byDay, columns.map(({ link }) => link)),
  };
}

function prepareTable(byDay: MonthReport["byDay"], links: readonly PaperLink[]): PaperTable {
  return {
    kind: "table", title: "Cost by day",
    columns: [
      { head: "Day", weight: 2, isFigure: false }, { head: "Calls", weight: 1, isFigure: true }, { head: "Attempts", weight: 1, isFigure: true },
      { head: "Tokens", weight: 1, isFigure: true }, { head: "Cost", weight: 1.5, isFigure: true },
    ],
    rows: byDay.map((line, index) => [words(dayName(line.day), links[index]), count(line.calls, links[index]), count(line.attempts), tokens(line.tokens), spent(line)]),
    total: null, empty: "No day of this month has passed.", note: null,
  };
}

function linkOfDay(day: string, next: string | null, zone: string, end: string): PaperLink {
  const from = instantOfWall(`${day}T00:00`, zone);
  const to = next === null ? new Date(end) : instantOfWall(`${next}T00:00`, zone);
  return { to: "calls", filters: {}, ...(from && to && { day: { from: from.toISOString(), to: to.toISOString() } }) };
}

function summarize(byDay: MonthReport["byDay"], amounts: readonly Pico[]): string {
  const dearest = amounts.reduce((best, amount, index) => (amount > (amounts[best] as Pico) ? index : best), 0);
  const [day, amount] = [byDay[dearest], amounts[dearest]];
  if (!day || amount === undefined || amount <= 0n) return "No day of this month has a known cost.";
  const quiet = byDay.filter(({ calls }) => calls === 0).length;
  const without = quiet === 0 ? "" : ` ${plural(quiet, "day")} without calls.`;
  return `The dearest day was ${dayName(day.day)}, with ${formatUsdTotal(amount)}.${without}`;
}

/** "3 Nov" of `2026-11-03`, whatever the zone. */
function dayName(day: string): string {
  return formatTime(new Date(`${day}T12:00:00Z`), "day", "UTC");
}

function lengthOf(amount: Pico): number {
  return toLength(ratio(amount, PICO_PER_USD));
}
