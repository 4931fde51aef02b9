import { formatUsdRatio, formatUsdTotal } from "@/lib/core/money";
import { compare, type Ratio } from "@/lib/core/ratio";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { UNKNOWN } from "../amounts";
import { plural } from "../counts";
import { formatTime } from "../times";
import type { Range } from "@/lib/core/period";
import { percent, toLength } from "../chart/geometry";
import { type Part, partKey, type TierRow } from "./prepare-parts";
import { prepareTicks } from "../chart/prepare-ticks";
import { formatRate } from "../rates";

/** One slot of the range as reports gives it. */
export type TrendSlot = {
  start: Date;
  end: Date;
  warc: MeasuredWarc;
  tiers: readonly TierRow[];
  /** Attempts whose cost nobody knows: they are in no amount. */
  unknownAmounts: number;
};

/** A column of the chart. Lengths are percentages of the plot, `y` from its top. */
export type TrendColumn = {
  key: string;
  /** When it begins. */
  label: string;
  x: number;
  width: number;
  segments: { key: string; rank: number; y: number; height: number }[];
  primaryY: number | null;
  /** Something in it has a cost that nobody knows. */
  hasUnknown: boolean;
  /** Why it does not hold all of its hour or day; null when it does. */
  partial: string | null;
  /** The same in words. */
  facts: { term: string; value: string }[];
  summary: string;
  /** The calls behind it. */
  href: string;
  /** The part of the range that it holds, as instants of an address. */
  from: string;
  to: string;
};

export type Trend = {
  columns: TrendColumn[];
  ticks: { label: string; y: number }[];
  /** Indexes of the columns that have room for their label. */
  labelled: number[];
  legend: Pick<Part, "key" | "label" | "rank">[];
  summary: string;
};

export type TrendInput = {
  slots: readonly TrendSlot[];
  parts: readonly Part[];
  isOneProfile: boolean;
  unit: "hour" | "day";
  /** May begin within the first slot and end within the last. */
  range: Range;
  zone: string;
  now: Date;
  callsHref: (from: Date, to: Date) => string;
};

/** WARC over time: stacked contributions, the primary cost as a stepped line. A slot without served calls is a gap. */
export function prepareTrend(input: TrendInput): Trend {
  const { slots, parts, unit } = input;
  const known = slots.flatMap(({ warc }) => [warc.warc, warc.primary].filter((value) => value !== null));
  const highest = known.reduce<Ratio | null>((top, value) => (top && compare(top, value) > 0 ? top : value), null);
  const ticks = prepareTicks(highest ? toLength(highest) : 0);
  const top = toLength(ticks.at(-1) as Ratio);
  return {
    columns: slots.map((slot, index) => prepareColumn(slot, index, top, input)),
    ticks: ticks.map((tick) => ({ label: formatUsdRatio(tick), y: 100 - percent(toLength(tick), top) })),
    labelled: spread(slots.length, 6),
    legend: parts.map(({ key, label, rank }) => ({ key, label, rank })),
    summary: summarize(slots, unit),
  };
}

function prepareColumn(slot: TrendSlot, index: number, top: number, input: TrendInput): TrendColumn {
  const { slots, parts, isOneProfile, unit, range, zone, now, callsHref } = input;
  const { from } = range;
  const { start, end, warc, tiers, unknownAmounts } = slot;
  const label = formatTime(start, unit === "hour" ? "minute" : "day", zone);
  const height = (value: Ratio) => percent(toLength(value), top);
  let y = 100;
  const segments = parts.flatMap(({ key, rank }) => {
    const members = tiers.filter((tier) => partKey(tier, isOneProfile) === key);
    const tall = members.reduce((sum, { contribution }) => sum + (contribution ? height(contribution) : 0), 0);
    y -= tall;
    return tall > 0 ? [{ key, rank, y, height: tall }] : [];
  });
  const isFilling = start <= now && now < end;
  const isCut = start < from;
  const partial = [isCut && "cut by the start of the range", isFilling && "still filling"].filter(Boolean).join(", ") || null;
  const facts = [
    { term: "WARC", value: formatRate(warc.warc, warc.measure) },
    { term: "Primary cost", value: formatRate(warc.primary, warc.measure, warc.servedKnown > 0 ? UNKNOWN : undefined) },
    { term: "Served", value: plural(warc.served, "call") },
    { term: "Served spend", value: warc.served > 0 && warc.servedKnown === 0 ? UNKNOWN : formatUsdTotal(warc.servedSpendPico) },
    { term: "Of unknown cost", value: plural(unknownAmounts, "attempt") },
  ];
  const isTold = ({ term }: { term: string }) => term !== "Of unknown cost" || unknownAmounts > 0;
  return {
    key: start.toISOString(),
    label,
    x: percent(index, slots.length),
    width: percent(1, slots.length),
    segments,
    primaryY: warc.primary && 100 - height(warc.primary),
    hasUnknown: unknownAmounts > 0,
    partial,
    facts,
    summary: `${label}: ${
      warc.served === 0 ? "no served calls" : facts.filter(isTold).map(({ term, value }) => `${term} ${value}`).join(", ")
    }${partial ? `, ${partial}` : ""}.`,
    href: callsHref(isCut ? from : start, end),
    from: (isCut ? from : start).toISOString(),
    to: end.toISOString(),
  };
}

function summarize(slots: readonly TrendSlot[], unit: "hour" | "day"): string {
  const known = slots.flatMap(({ warc }) => warc.warc ?? []).sort(compare);
  const [low, high] = [known[0], known.at(-1)];
  const measure = slots[0]?.warc.measure;
  if (!low || !high || !measure) return "No calls were served in this range.";
  const gaps = slots.length - known.length;
  const without = gaps === 0 ? "" : ` ${plural(gaps, unit)} without served calls.`;
  return `WARC by ${unit}, from ${formatRate(low, measure)} to ${formatRate(high, measure)}.${without}`;
}

/** At most `most` indexes, evenly apart, the first one included. */
function spread(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}
