import { formatUsd, formatUsdRatio, PICO_PER_USD, type Pico } from "@/lib/core/money";
import type { Cause } from "@/lib/core/outcome";
import { ratio } from "@/lib/core/ratio";
import { CAUSE_LOOK_NAMES, type CauseLook, causeLook } from "../causes";
import { formatCount, plural } from "../counts";
import { percent, toLength } from "../chart/geometry";
import { prepareTicks } from "../chart/prepare-ticks";
import { formatTime } from "../times";
import { groupBy } from "./group-by";

/** Failed attempts of one cause in one slot. Amounts are the known ones. */
export type WasteOfCause = { slot: number; cause: Cause; failed: number; unknown: number; costPico: Pico; estimatedPico: Pico };

/** A part of a column. Lengths are percentages of the plot, `y` from its top. */
export type WasteSegment = { look: CauseLook; isEstimated: boolean; y: number; height: number };

export type WasteColumn = {
  key: string;
  /** When it begins. */
  label: string;
  x: number;
  width: number;
  segments: WasteSegment[];
  /** Its top, where what is unknown is marked. */
  top: number;
  /** Failed attempts of unknown cost: in no height. */
  unknown: number;
  /** Why it does not hold all of its hour or day; null when it does. */
  partial: string | null;
  facts: { term: string; value: string }[];
  summary: string;
  /** The calls behind it. */
  href: string;
};

export type WasteChart = {
  columns: WasteColumn[];
  ticks: { label: string; y: number }[];
  /** Indexes of the columns that have room for their label. */
  labelled: number[];
  looks: CauseLook[];
  hasEstimated: boolean;
  hasUnknown: boolean;
  summary: string;
};

export type WasteChartInput = {
  slots: readonly { start: Date; end: Date }[];
  rows: readonly WasteOfCause[];
  unit: "hour" | "day";
  /** Where the range begins: within the first slot, or at its start. */
  from: Date;
  zone: string;
  now: Date;
  callsHref: (from: Date, to: Date) => string;
};

const LOOKS = (Object.keys(CAUSE_LOOK_NAMES) as CauseLook[]).filter((look) => look !== "cancelled");

/** The known cost of failed attempts over time, stacked by how their causes look. A sum: a slot without any is 0, not a gap. */
export function prepareWaste(input: WasteChartInput): WasteChart {
  const { slots, rows, unit } = input;
  const bySlot = groupBy(rows, ({ slot }) => slot);
  const highest = slots.reduce((top, _, slot) => max(top, totalPico(bySlot.get(slot) ?? [])), 0n);
  const ticks = prepareTicks(lengthOf(highest));
  const top = toLength(ticks.at(-1) ?? ratio(1n));
  return {
    columns: slots.map((_, slot) => prepareColumn(slot, bySlot.get(slot) ?? [], top, input)),
    ticks: ticks.map((tick) => ({ label: formatUsdRatio(tick), y: 100 - percent(toLength(tick), top) })),
    labelled: spread(slots.length, 6),
    looks: LOOKS.filter((look) => rows.some((row) => causeLook(row.cause) === look && row.costPico > 0n)),
    hasEstimated: rows.some(({ estimatedPico }) => estimatedPico > 0n),
    hasUnknown: rows.some(({ unknown }) => unknown > 0),
    summary: summarize(rows, slots, unit, input.zone),
  };
}

function prepareColumn(slot: number, rows: readonly WasteOfCause[], top: number, input: WasteChartInput): WasteColumn {
  const { slots, unit, from, zone, now, callsHref } = input;
  const { start, end } = slots[slot] as { start: Date; end: Date };
  const label = formatTime(start, unit === "hour" ? "minute" : "day", zone);
  const byLook = LOOKS.map((look) => ({ look, rows: rows.filter(({ cause }) => causeLook(cause) === look) }));
  const segments = stack(byLook, top);
  const unknown = rows.reduce((sum, row) => sum + row.unknown, 0);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const isCut = start < from;
  const isFilling = start <= now && now < end;
  const partial = [isCut && "cut by the start of the range", isFilling && "still filling"].filter(Boolean).join(", ") || null;
  const facts = [
    { term: "Waste", value: formatUsd(totalPico(rows)) },
    ...byLook.map(({ look, rows }) => ({ term: CAUSE_LOOK_NAMES[look], value: formatUsd(totalPico(rows)) })),
    { term: "Failed attempts", value: formatCount(failed) },
    { term: "Of unknown cost", value: formatCount(unknown) },
  ];
  const parts = byLook.filter(({ rows }) => totalPico(rows) > 0n).map(({ look, rows }) => `${CAUSE_LOOK_NAMES[look]} ${formatUsd(totalPico(rows))}`);
  const words = [`waste ${formatUsd(totalPico(rows))}`, ...parts, `${plural(failed, "failed attempt")}`];
  if (unknown > 0) words.push(`${formatCount(unknown)} of unknown cost`);
  if (partial) words.push(partial);
  return {
    key: start.toISOString(),
    label,
    x: percent(slot, slots.length),
    width: percent(1, slots.length),
    segments,
    top: segments.at(-1)?.y ?? 100,
    unknown,
    partial,
    facts,
    summary: `${label}: ${words.join(", ")}.`,
    href: callsHref(isCut ? from : start, end),
  };
}

/** From the ground up: of each look what was reported, then what is estimated. */
function stack(byLook: readonly { look: CauseLook; rows: readonly WasteOfCause[] }[], top: number): WasteSegment[] {
  let y = 100;
  return byLook.flatMap(({ look, rows }) => {
    const estimated = rows.reduce((sum, row) => sum + row.estimatedPico, 0n);
    const parts = [{ pico: totalPico(rows) - estimated, isEstimated: false }, { pico: estimated, isEstimated: true }];
    return parts.filter(({ pico }) => pico > 0n).map(({ pico, isEstimated }) => {
      const height = percent(lengthOf(pico), top);
      y -= height;
      return { look, isEstimated, y, height };
    });
  });
}

function summarize(rows: readonly WasteOfCause[], slots: readonly { start: Date }[], unit: "hour" | "day", zone: string): string {
  const total = totalPico(rows);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const unknown = rows.reduce((sum, row) => sum + row.unknown, 0);
  const apart = unknown === 0 ? "" : ` ${plural(unknown, "attempt")} of unknown cost ${unknown === 1 ? "is" : "are"} in no column.`;
  if (total === 0n) return `No failed attempt had a known cost in this range; ${plural(failed, "attempt")} failed.${apart}`;
  const sums = slots.map((_, slot) => totalPico(rows.filter((row) => row.slot === slot)));
  const worst = sums.reduce((best, sum, slot) => (sum > (sums[best] ?? 0n) ? slot : best), 0);
  const when = formatTime((slots[worst] as { start: Date }).start, unit === "hour" ? "minute" : "day", zone);
  return `Waste of ${formatUsd(total)} in ${plural(failed, "failed attempt")}, the most in the ${unit} of ${when}: ${formatUsd(sums[worst] ?? 0n)}.${apart}`;
}

function totalPico(rows: readonly WasteOfCause[]): Pico {
  return rows.reduce((sum, row) => sum + row.costPico, 0n);
}

function lengthOf(pico: Pico): number {
  return toLength(ratio(pico, PICO_PER_USD));
}

function max(a: Pico, b: Pico): Pico {
  return a > b ? a : b;
}

/** At most `most` indexes, evenly apart, the first one included. */
export function spread(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}
