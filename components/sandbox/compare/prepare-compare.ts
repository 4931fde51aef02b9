import { formatUsdRatioDelta } from "@/lib/core/money";
import type { Interval, Intervals, SimulationResult } from "@/lib/sandbox/result";
import { NOT_APPLICABLE, relativeDelta } from "../../amounts";
import { availability as availabilityText, oneIn } from "../../availability";
import { formatDuration } from "../../counts";
import { absenceOf, perMillion, totalDelta, totalOf, toRatio } from "../result/figures";
import type { ShownProfile } from "../result/shown-profile";

export type CompareCell = {
  value: string;
  /** The same in other words; null where there are none. */
  words: string | null;
  /** What runs that differ by chance leave open; null where there is one run, or none. */
  note: string | null;
  /** What ranges among the inputs, and records that are few, leave open; null where that is nothing, or not known. */
  span: string | null;
  /** Against the current profile: "-$0.20/M (-16.7%), cheaper"; null for the current one, and where nothing changes. */
  change: string | null;
  tone: "plain" | "saving" | "premium";
};

export const COMPARE_KEYS = ["warc", "primary", "premium", "effective", "availability", "p50", "p95", "monthly", "attempts"] as const;
export type CompareKey = (typeof COMPARE_KEYS)[number];
export type CompareRow = { key: CompareKey; label: string; cells: CompareCell[] };

type Measured = {
  label: string;
  of: (result: SimulationResult) => number | null;
  format: (value: number | null, result: SimulationResult) => string;
  delta: (difference: number) => string;
  /** Its interval, formatted. */
  span?: (intervals: Intervals) => string | null;
  /** The same in other words. */
  inWords?: (result: SimulationResult) => string | null;
  /** What less and more of it are called. */
  words: readonly [less: string, more: string];
  isMoney: boolean;
  /** Left out: money is also told relative to what it was. */
  isRelative?: false;
};

const money = { words: ["cheaper", "dearer"], isMoney: true } as const;
const rate = { ...money, format: (value: number | null, result: SimulationResult) => perMillion(value, absenceOf(result)), delta: (difference: number) => `${formatUsdRatioDelta(toRatio(difference))}/M` };
const time = {
  format: (value: number | null) => (value === null ? NOT_APPLICABLE : formatDuration(value)),
  delta: (difference: number) => `${signOf(difference)}${formatDuration(Math.abs(difference))}`,
  words: ["faster", "slower"], isMoney: false,
} as const;

const MEASURED: Record<CompareKey, Measured> = {
  // Not judged by itself: a cheap primary that often fails lowers it, and raises waste.
  warc: { ...rate, label: "WARC", of: ({ warcUsdPerMillion }) => warcUsdPerMillion, span: ({ warcUsdPerMillion }) => between(warcUsdPerMillion, perMillion), words: ["lower", "higher"], isMoney: false },
  primary: { ...rate, label: "At the primary", of: ({ primaryUsdPerMillion }) => primaryUsdPerMillion },
  premium: { ...rate, label: "Fallback premium", of: premiumOf, isRelative: false },
  effective: { ...rate, label: "Effective cost", of: ({ effectiveUsdPerMillion }) => effectiveUsdPerMillion, span: ({ effectiveUsdPerMillion }) => between(effectiveUsdPerMillion, perMillion) },
  availability: {
    label: "Availability", of: ({ availability }) => availability,
    format: (value) => availabilityText(value === null ? null : toRatio(value)),
    delta: (difference) => `${signOf(difference)}${points(difference)} points`,
    inWords: ({ availability }) => oneIn(toRatio(availability)), span: ({ availability }) => between(availability, (value) => availabilityText(toRatio(value))),
    words: ["less available", "more available"], isMoney: false,
  },
  p50: { ...time, label: "First token, median", of: ({ firstTokenMs }) => firstTokenMs?.p50Ms ?? null },
  p95: { ...time, label: "First token, p95", of: ({ firstTokenMs }) => firstTokenMs?.p95Ms ?? null, span: ({ firstTokenP95Ms }) => between(firstTokenP95Ms, formatDuration) },
  monthly: {
    ...money, label: "30 such days", of: ({ monthlyUsd }) => monthlyUsd, format: (value, result) => totalOf(value, absenceOf(result)), delta: totalDelta,
    span: ({ monthlyUsd }) => between(monthlyUsd, totalOf),
  },
  attempts: {
    label: "Attempts per call", of: ({ attemptsPerCall }) => attemptsPerCall, format: (value) => (value === null ? NOT_APPLICABLE : value.toFixed(3)),
    delta: (difference) => `${signOf(difference)}${Math.abs(difference).toFixed(3)}`, words: ["fewer", "more"], isMoney: false,
  },
};

/** One row for each figure, one cell for each profile; the first profile is the one that the others are held against. */
export function prepareCompare(shown: readonly ShownProfile[], spans: readonly (Intervals | null)[] = []): CompareRow[] {
  const [current] = shown;
  return COMPARE_KEYS.map((key) => ({
    key, label: MEASURED[key].label,
    cells: shown.map((each, index) => cellOf(MEASURED[key], each.result, spans[index] ?? null, each === current ? null : current?.result ?? null)),
  }));
}

/** WARC less the same calls at their primary. */
export function premiumOf({ warcUsdPerMillion, primaryUsdPerMillion }: SimulationResult): number | null {
  return warcUsdPerMillion === null || primaryUsdPerMillion === null ? null : warcUsdPerMillion - primaryUsdPerMillion;
}

function cellOf(measured: Measured, result: SimulationResult, open: Intervals | null, base: SimulationResult | null): CompareCell {
  const value = measured.of(result);
  const before = base && measured.of(base);
  const spanOf = (intervals: Intervals | null) => (intervals && measured.span?.(intervals)) ?? null;
  const cell = { value: measured.format(value, result), words: measured.inWords?.(result) ?? null, note: spanOf(result.intervals), span: spanOf(open) };
  if (value === null || before === null || isSame(value, before)) return { ...cell, change: null, tone: "plain" };
  // Of two that read the same no difference is told, but of availability, which is rounded down.
  if (measured.format(value, result) === measured.format(before, result) && measured !== MEASURED.availability) return { ...cell, change: null, tone: "plain" };
  const isLess = value < before;
  const relative = measured.isMoney && measured.isRelative !== false ? relativeDelta(toRatio(value - before), toRatio(before)) : null;
  const delta = `${measured.delta(value - before)}${relative === null ? "" : ` (${relative})`}`;
  return { ...cell, change: `${delta}, ${measured.words[isLess ? 0 : 1]}`, tone: measured.isMoney ? (isLess ? "saving" : "premium") : "plain" };
}

/** What differs by no more than the order of additions does is the same. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-6);
}

function between(interval: Interval | null | undefined, format: (value: number) => string): string | null {
  if (!interval) return null;
  const [low, high] = [format(interval[0]), format(interval[1])];
  return low === high ? null : `${low} to ${high}`;
}

function signOf(difference: number): string {
  return difference < 0 ? "-" : "+";
}

function points(difference: number): string {
  const value = Math.abs(difference) * 100;
  return value >= 0.001 ? value.toFixed(3) : "<0.001";
}
