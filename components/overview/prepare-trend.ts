import { formatUsdRatio, formatUsdTotal } from "@/lib/core/money";
import { compare, type Ratio } from "@/lib/core/ratio";
import type { Warc } from "@/lib/core/warc";
import { perMillion, UNKNOWN } from "../amounts";
import { plural } from "../counts";
import { formatTime } from "../times";
import { percent, toLength } from "./geometry";
import { type Part, partKey, type TierRow } from "./prepare-parts";
import { prepareTicks } from "./prepare-ticks";

/** One slot of the range as reports gives it. */
export type TrendSlot = { start: Date; end: Date; warc: Warc; tiers: readonly TierRow[] };

/** A column of the chart. Lengths are percentages of the plot, `y` from its top. */
export type TrendColumn = {
  key: string;
  /** When it begins. */
  label: string;
  x: number;
  width: number;
  segments: { key: string; rank: number; y: number; height: number }[];
  primaryY: number | null;
  /** Why it does not hold all of its hour or day; null when it does. */
  partial: string | null;
  /** The same in words. */
  facts: { term: string; value: string }[];
  summary: string;
  /** The calls behind it. */
  href: string;
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
  /** Where the range begins: within the first slot, or at its start. */
  from: Date;
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
  const { slots, parts, isOneProfile, unit, from, zone, now, callsHref } = input;
  const { start, end, warc, tiers } = slot;
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
    { term: "WARC", value: perMillion(warc.warc) },
    { term: "Primary cost", value: perMillion(warc.primary) },
    { term: "Served", value: plural(warc.served, "call") },
    { term: "Served spend", value: warc.served > 0 && warc.servedKnown === 0 ? UNKNOWN : formatUsdTotal(warc.servedSpendPico) },
  ];
  return {
    key: start.toISOString(),
    label,
    x: percent(index, slots.length),
    width: percent(1, slots.length),
    segments,
    primaryY: warc.primary && 100 - height(warc.primary),
    partial,
    facts,
    summary: `${label}: ${
      warc.served === 0 ? "no served calls" : facts.map(({ term, value }) => `${term} ${value}`).join(", ")
    }${partial ? `, ${partial}` : ""}.`,
    href: callsHref(isCut ? from : start, end),
  };
}

function summarize(slots: readonly TrendSlot[], unit: "hour" | "day"): string {
  const known = slots.flatMap(({ warc }) => warc.warc ?? []).sort(compare);
  const [low, high] = [known[0], known.at(-1)];
  if (!low || !high) return "No calls were served in this range.";
  const gaps = slots.length - known.length;
  const without = gaps === 0 ? "" : ` ${plural(gaps, unit)} without served calls.`;
  return `WARC by ${unit}, from ${perMillion(low)} to ${perMillion(high)}.${without}`;
}

/** At most `most` indexes, evenly apart, the first one included. */
function spread(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}
