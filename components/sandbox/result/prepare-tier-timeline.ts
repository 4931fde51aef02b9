import { formatUsdRatio } from "@/lib/core/money";
import type { Stretch, TierResult, Timeline } from "@/lib/sandbox/result";
import type { Trouble } from "@/lib/sandbox/scenario";
import { share } from "../../amounts";
import { percent, toLength } from "../../chart/geometry";
import { prepareTicks } from "../../chart/prepare-ticks";
import { formatCount, plural } from "../../counts";
import { formatTime } from "../../times";
import { toRatio } from "./figures";
import { mergeStretches } from "./merge-stretches";
import type { ChartPoint } from "./point-picker";
import { type Band, prepareBands } from "./prepare-bands";
import type { TableForm } from "../../chart/table-toggle";

/** A part of a column; `rank` from 0 is a tier's, null is unserved. */
export type TimelineSegment = { key: string; rank: number | null; x: number; width: number; y: number; height: number };

/** A line through a plot, in pieces: where nothing is known it breaks off. Points are percentages, as SVG has them. */
export type TimelineLine = { key: string; rank: number; pieces: string[] };

export type Tick = { label: string; y: number };

export type TierTimeline = {
  bands: Band[];
  segments: TimelineSegment[];
  /** null where no tier has a limit. */
  limits: { lines: TimelineLine[]; ticks: Tick[] } | null;
  perThousand: { line: TimelineLine; ticks: Tick[] };
  labels: { key: string; label: string; x: number; isMain: boolean }[];
  legend: { key: string; label: string; rank: number | null }[];
  points: ChartPoint[];
  /** Where the calls end before the run does; null where they do not. */
  ending: string | null;
  summary: string;
  table: TableForm;
};

export type TierTimelineInput = {
  timeline: Timeline;
  tiers: readonly Pick<TierResult, "tier" | "endpointId" | "endpoint">[];
  trouble: readonly Trouble[];
  /** In milliseconds since the epoch. */
  startsAtMs: number;
  zone: string;
};

const MOST_COLUMNS = 96;
/** In percent of the plot. */
const LEAST_UNSERVED = 1.5;
const DAY_MINUTES = 1440;

/** Who serves when: shares of the calls by when they begin, limits and cost below. A stretch without calls is a gap. */
export function prepareTierTimeline(input: TierTimelineInput): TierTimeline {
  const { tiers, trouble, startsAtMs, zone } = input;
  const { stretchMinutes, stretches } = mergeStretches(input.timeline, MOST_COLUMNS);
  const minutes = stretchMinutes * stretches.length;
  const nameOf = (id: string) => tiers.find(({ endpointId }) => endpointId === id)?.endpoint ?? id;
  const timeAt = (minute: number) => formatTime(new Date(startsAtMs + minute * 60_000), minutes > DAY_MINUTES ? "minute" : "hour", zone);
  const columns = stretches.map((stretch, index): Column => ({
    stretch, key: String(index), label: timeAt(index * stretchMinutes), x: percent(index, stretches.length), width: percent(1, stretches.length),
  }));
  const bands = prepareBands(trouble, minutes, nameOf);
  const points = columns.map((column) => pointOf(column, tiers));
  return {
    bands,
    segments: columns.flatMap(stack),
    limits: limitsOf(columns, tiers),
    perThousand: costOf(columns),
    labels: labelsOf(columns),
    legend: [
      ...tiers.map(({ tier, endpoint, endpointId }) => ({ key: endpointId, label: `Tier ${tier} ${endpoint}`, rank: tier - 1 })),
      { key: "unserved", label: "Unserved", rank: null },
    ],
    points,
    ending: endingOf(columns),
    summary: summarize(columns, tiers, bands),
    table: {
      heads: ["From", ...(points[0]?.facts.map(({ term }) => term) ?? [])],
      rows: points.map(({ key, label, facts }) => ({ key, cells: [label, ...facts.map(({ value }) => value)] })),
    },
  };
}

type Column = { stretch: Stretch; key: string; label: string; x: number; width: number };

/** From the ground up: the tiers in their order, what nobody served on top. */
function stack({ stretch, key, x, width }: Column): TimelineSegment[] {
  let y = 100;
  const parts = [...stretch.served.map((count, rank) => ({ count, rank })), { count: stretch.unserved, rank: null }];
  return parts.flatMap(({ count, rank }) => {
    if (count === 0) return [];
    const height = percent(count, stretch.calls);
    y -= height;
    // One lost call in ten thousand would not be seen: its mark is drawn over the tier below.
    return [{ key: `${key}-${rank ?? "unserved"}`, rank, x, width, y, height: rank === null ? Math.max(height, LEAST_UNSERVED) : height }];
  });
}

function limitsOf(columns: readonly Column[], tiers: TierTimelineInput["tiers"]): TierTimeline["limits"] {
  const uses = tiers.map((_, tier) => columns.map(({ stretch }) => (stretch.calls === 0 ? null : (stretch.limitUse[tier] ?? null))));
  const known = uses.flat().filter((use) => use !== null);
  if (known.length === 0) return null;
  const top = Math.max(1, ...known);
  const ticks = [0, 0.5, 1].map((value) => ({ label: `${value * 100}%`, y: 100 - percent(value, top) }));
  const lines = tiers.flatMap(({ endpointId, tier }, index) => {
    const pieces = piecesOf(columns, uses[index] ?? [], top);
    return pieces.length === 0 ? [] : [{ key: endpointId, rank: tier - 1, pieces }];
  });
  return { lines, ticks };
}

function costOf(columns: readonly Column[]): TierTimeline["perThousand"] {
  const costs = columns.map(({ stretch: { calls, spendUsd } }) => (calls === 0 ? null : (spendUsd / calls) * 1_000));
  const ticks = prepareTicks(Math.max(0, ...costs.map((cost) => cost ?? 0)));
  const top = toLength(ticks.at(-1) ?? toRatio(1));
  const ends = [ticks[0], ticks.at(-1)].filter((tick) => tick !== undefined);
  return {
    line: { key: "cost", rank: 0, pieces: piecesOf(columns, costs, top) },
    ticks: ends.map((tick) => ({ label: formatUsdRatio(tick), y: 100 - percent(toLength(tick), top) })),
  };
}

/** Level across each column, since a value stands for all of it; a new piece after each gap. */
function piecesOf(columns: readonly Column[], values: readonly (number | null)[], top: number): string[] {
  const pieces: string[][] = [];
  let isOpen = false;
  for (const [index, { x, width }] of columns.entries()) {
    const value = values[index] ?? null;
    if (value === null) {
      isOpen = false;
      continue;
    }
    if (!isOpen) pieces.push([]);
    isOpen = true;
    const y = 100 - percent(value, top);
    pieces.at(-1)?.push(`${x},${y}`, `${x + width},${y}`);
  }
  return pieces.map((piece) => piece.join(" "));
}

/** A simulation that has made as many calls as it may lets nobody in any more: that is not a time without traffic. */
function endingOf(columns: readonly Column[]): string | null {
  const last = columns.findLastIndex(({ stretch }) => stretch.calls > 0);
  const next = columns[last + 1];
  if (last < 0 || !next) return null;
  return `No calls from ${next.label} on: there is no traffic then, or the calls that the simulation may make were used up.`;
}

function labelsOf(columns: readonly Column[]): TierTimeline["labels"] {
  const step = Math.max(1, Math.ceil(columns.length / 6));
  return columns.filter((_, index) => index % step === 0).map(({ key, label, x }, place) => ({ key, label, x, isMain: place % 3 === 0 }));
}

function pointOf({ stretch, key, label, x, width }: Column, tiers: TierTimelineInput["tiers"]): ChartPoint {
  const { calls, served, unserved, spendUsd, limitUse } = stretch;
  const of = (count: number) => share(calls === 0 ? null : toRatio(count / calls));
  const facts = [
    { term: "Calls", value: formatCount(Math.round(calls)) },
    ...tiers.map(({ tier, endpoint }, index) => ({ term: `Tier ${tier} ${endpoint}`, value: of(served[index] ?? 0) })),
    { term: "Unserved", value: of(unserved) },
    ...tiers.flatMap(({ tier }, index) => {
      const use = limitUse[index] ?? null;
      return use === null ? [] : [{ term: `Limit of tier ${tier} in use`, value: share(toRatio(use)) }];
    }),
    { term: "Per 1,000 calls", value: calls === 0 ? "—" : formatUsdRatio(toRatio((spendUsd / calls) * 1_000)) },
  ];
  const words = calls === 0 ? "no calls" : facts.map(({ term, value }) => `${term} ${value}`).join(", ");
  return { key, label, x, width, y: null, facts, summary: `${label}: ${words}.` };
}

function summarize(columns: readonly Column[], tiers: TierTimelineInput["tiers"], bands: readonly Band[]): string {
  const calls = columns.reduce((sum, { stretch }) => sum + stretch.calls, 0);
  if (calls === 0) return "No calls in this run.";
  const shares = tiers.map(({ tier, endpoint }, index) => {
    const served = columns.reduce((sum, { stretch }) => sum + (stretch.served[index] ?? 0), 0);
    return `tier ${tier} ${endpoint} serves ${share(toRatio(served / calls))}`;
  });
  const worst = columns.reduce<Column | null>((top, column) => (lostShare(column) > (top ? lostShare(top) : 0) ? column : top), null);
  const lost = worst ? ` Most are lost from ${worst.label} on: ${share(toRatio(lostShare(worst)))}.` : " None is lost.";
  const troubles = bands.length === 0 ? "" : ` Trouble: ${bands.map(({ label }) => label).join("; ")}.`;
  return `Of ${plural(Math.round(calls), "call")}, ${shares.join(", ")}.${lost}${troubles}`;
}

function lostShare({ stretch: { calls, unserved } }: Column): number {
  return calls === 0 ? 0 : unserved / calls;
}
