import { plural } from "../counts";
import { formatTime } from "../times";
import { formatCount } from "../counts";

type Slot = { start: Date; end: Date; served: number; failed: number; aborted: number };
type Unit = "quarter" | "hour" | "day";

/** One bucket; lengths are percentages. */
export type HistogramBar = {
  label: string;
  from: string;
  to: string;
  x: number;
  width: number;
  parts: { outcome: "served" | "failed" | "aborted"; y: number; height: number }[];
  facts: { term: string; value: string }[];
  summary: string;
};

export type Histogram = { bars: HistogramBar[]; labelled: number[]; top: string; summary: string };

const OUTCOMES = [["served", "Served"], ["failed", "Failed"], ["aborted", "Client left"]] as const;

/** Calls by outcome over a range, drawn from the bottom: served, failed, client left. */
export function prepareHistogram(slots: readonly Slot[], unit: Unit, zone: string): Histogram {
  const most = Math.max(1, ...slots.map(totalOf));
  return {
    bars: slots.map((slot, index) => prepareBar(slot, index, slots.length, most, unit, zone)),
    labelled: spread(slots.length, 6),
    top: formatCount(most),
    summary: summarize(slots, unit),
  };
}

function totalOf({ served, failed, aborted }: Slot): number {
  return served + failed + aborted;
}

function prepareBar(slot: Slot, index: number, count: number, most: number, unit: Unit, zone: string): HistogramBar {
  const { start, end } = slot;
  const label = formatTime(start, unit === "day" ? "day" : "minute", zone);
  const facts = OUTCOMES.map(([outcome, term]) => ({ term, value: formatCount(slot[outcome]) }));
  let y = 100;
  const parts = OUTCOMES.flatMap(([outcome]) => {
    const height = (slot[outcome] / most) * 100;
    y -= height;
    return height > 0 ? [{ outcome, y: round(y), height: round(height) }] : [];
  });
  return {
    label,
    from: start.toISOString(),
    to: end.toISOString(),
    x: round((index / count) * 100),
    width: round(100 / count),
    parts,
    facts,
    summary: `${label}: ${totalOf(slot) === 0 ? "no calls" : facts.map(({ term, value }) => `${term.toLowerCase()} ${value}`).join(", ")}.`,
  };
}

const UNIT_NAMES: Record<Unit, string> = { quarter: "quarter-hour", hour: "hour", day: "day" };

function summarize(slots: readonly Slot[], unit: Unit): string {
  const all = slots.reduce((sum, slot) => sum + totalOf(slot), 0);
  if (all === 0) return "No calls in this range.";
  const [failed, aborted] = [slots.reduce((sum, slot) => sum + slot.failed, 0), slots.reduce((sum, slot) => sum + slot.aborted, 0)];
  return `${plural(all, "call")} by ${UNIT_NAMES[unit]}: ${formatCount(all - failed - aborted)} served, ${formatCount(failed)} failed, ${formatCount(aborted)} left by the client.`;
}

/** At most `most` indexes, evenly apart, the first one included. */
function spread(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / most));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** The buckets from one end of a selection to the other, in order of time. */
export function selectedRange(bars: readonly HistogramBar[], anchor: number, head: number): { from: string; to: string } | null {
  const [first, last] = [bars[Math.min(anchor, head)], bars[Math.max(anchor, head)]];
  return first && last ? { from: first.from, to: last.to } : null;
}
