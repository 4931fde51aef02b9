import { formatUsdRatio } from "@/lib/core/money";
import type { Range } from "@/lib/core/period";
import { compare, type Ratio } from "@/lib/core/ratio";
import { UNKNOWN } from "../amounts";
import { percent, toLength } from "../chart/geometry";
import { prepareTicks } from "../chart/prepare-ticks";
import type { TableForm } from "../chart/table-toggle";
import { plural } from "../counts";
import { formatTime } from "../times";

type Point = { from: Date; cost: Ratio | null };

/** What `prepareHistory` of lib/reports/price-history.ts gives. */
export type HistoryInput = {
  range: Range;
  isMix: boolean;
  lines: readonly { endpoint: string; provider: string; isCurrent: boolean; points: readonly Point[] }[];
  floor: readonly Point[];
  zone: string;
};

/** A level part of a line and the step that follows on it, in percent of the plot; `toY` is null where nothing follows. */
export type Level = { x1: number; x2: number; y: number; toY: number | null };

/** A time at which something changed, the beginning and now. */
export type Moment = { key: string; x: number; label: string; facts: { term: string; value: string }[]; summary: string };

export type HistoryChart = {
  lines: { key: string; label: string; isCurrent: boolean; levels: Level[]; labelY: number | null }[];
  floor: Level[];
  ticks: { label: string; y: number }[];
  dates: { x: number; label: string }[];
  moments: Moment[];
  summary: string;
  table: TableForm;
};

/** Of the plot's height: two labels nearer than this would cover each other. */
const LABEL_APART = 8;
const MOST_LABELS = 10;

/** Lines of prices over time, each level until it steps: a price never slopes. */
export function prepareHistoryChart({ range, isMix, lines, floor, zone }: HistoryInput): HistoryChart {
  const costs = lines.flatMap(({ points }) => points.flatMap(({ cost }) => cost ?? []));
  const ticks = prepareTicks(Math.max(0, ...costs.map(toLength)));
  const top = toLength(ticks.at(-1) as Ratio);
  const [fromMs, toMs] = [range.from.getTime(), range.to.getTime()];
  const x = (at: Date) => percent(at.getTime() - fromMs, toMs - fromMs);
  const y = (cost: Ratio) => 100 - percent(toLength(cost), top);
  const levelsOf = (points: readonly Point[]): Level[] => points.flatMap(({ from, cost }, index) => {
    if (cost === null) return [];
    const next = points[index + 1];
    return [{ x1: x(from), x2: next ? x(next.from) : 100, y: y(cost), toY: next?.cost ? y(next.cost) : null }];
  });
  const times = [...new Set([fromMs, ...lines.flatMap(({ points }) => points.map(({ from }) => from.getTime())), toMs])].sort((a, b) => a - b);
  const drawn = lines.map(({ endpoint, provider, isCurrent, points }) => ({ key: endpoint, label: provider, isCurrent, levels: levelsOf(points) }));
  const ends = new Map(drawn.flatMap(({ key, levels }): [string, number][] => {
    const last = levels.at(-1);
    return last?.x2 === 100 ? [[key, last.y]] : [];
  }));
  const labels = placeLabels(ends);
  const dateOf = (ms: number) => (ms === toMs ? "Now" : formatTime(new Date(ms), "date", zone));
  return {
    lines: drawn.map((line) => ({ ...line, labelY: labels.get(line.key) ?? null })),
    floor: levelsOf(floor),
    ticks: ticks.map((tick) => ({ label: formatUsdRatio(tick), y: y(tick) })),
    dates: [0, 25, 50, 75].map((share) => ({ x: share, label: formatTime(new Date(fromMs + ((toMs - fromMs) * share) / 100), "day", zone) })),
    moments: times.map((ms) => momentAt(ms, dateOf(ms), x(new Date(ms)), lines)),
    summary: summarize(lines, floor, isMix),
    table: {
      heads: ["From", ...lines.map(({ provider, isCurrent }) => `${provider}${isCurrent ? " (your choice)" : ""}`), "Floor"],
      rows: times.map((ms) => ({ key: String(ms), cells: [dateOf(ms), ...lines.map(({ points }) => text(costAt(points, ms))), text(costAt(floor, ms))] })),
    },
  };
}

function costAt(points: readonly Point[], ms: number): Ratio | null {
  return points.findLast(({ from }) => from.getTime() <= ms)?.cost ?? null;
}

function text(cost: Ratio | null): string {
  return cost ? formatUsdRatio(cost) : UNKNOWN;
}

/** Hosts of a time, the cheapest first. */
function momentAt(ms: number, label: string, x: number, lines: HistoryInput["lines"]): Moment {
  const priced = lines.map(({ provider, isCurrent, points }) => ({ term: `${provider}${isCurrent ? ", your choice" : ""}`, cost: costAt(points, ms) }));
  const known = priced.flatMap(({ term, cost }) => (cost ? [{ term, cost }] : [])).sort((a, b) => compare(a.cost, b.cost));
  const facts = [...known, ...priced.filter(({ cost }) => cost === null)].map(({ term, cost }) => ({ term, value: text(cost) }));
  return { key: String(ms), x, label, facts, summary: `${label}: ${facts.map(({ term, value }) => `${term} ${value}`).join("; ")}.` };
}

function summarize(lines: HistoryInput["lines"], floor: readonly Point[], isMix: boolean): string {
  const now = floor.at(-1)?.cost ?? null;
  const of = isMix ? "your mix" : "input";
  if (!now) return "No price of these hosts is known.";
  const changes = lines.reduce((sum, { points }) => sum + points.length - 1, 0);
  const current = lines.find(({ isCurrent }) => isCurrent);
  const yours = current ? `, your choice ${current.provider} ${text(current.points.at(-1)?.cost ?? null)}` : "";
  return `What 1 M tokens of ${of} cost at ${plural(lines.length, "host")}, with ${plural(changes, "change")}. Now the floor is ${text(now)}${yours}.`;
}

/** Labels at their lines' ends, moved apart where they would cover each other; those for which there is no room are left out. */
export function placeLabels(ends: ReadonlyMap<string, number>): Map<string, number> {
  const ordered = [...ends].sort((a, b) => a[1] - b[1]).slice(0, MOST_LABELS);
  let above = -LABEL_APART;
  const placed = ordered.map(([key, y]): [string, number] => {
    above = Math.max(y, above + LABEL_APART);
    return [key, above];
  });
  // What was pushed out below is pushed back up, from the lowest on.
  let below = 100 + LABEL_APART;
  for (const label of placed.reverse()) {
    label[1] = Math.min(label[1], below - LABEL_APART);
    below = label[1];
  }
  return new Map(placed);
}
