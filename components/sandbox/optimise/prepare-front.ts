import { formatUsdRatio } from "@/lib/core/money";
import type { Constraints, Optimum, Point } from "@/lib/sandbox/optimise/question";
import { percent } from "../../chart/geometry";
import { formatDuration, plural } from "../../counts";
import { prepareAvailabilityAxis } from "../result/availability-axis";
import { perMillion, toRatio } from "../result/figures";
import type { ChartPoint } from "../result/point-picker";
import { availabilityInWords, factsOf, promisesInWords, tiersInShort, tiersInWords } from "./describe-point";

/** A point as it is drawn. Places are percentages of the plot, `y` from its top. */
export type FrontMark = ChartPoint & { width: 0; y: number; rank: number; isPale: boolean; mark: "point" | "cheapest" | "current" };

export type Front = {
  marks: FrontMark[];
  /** From point to point along the front: between two of them there is nothing, so that it steps. */
  steps: { x: number; y: number }[];
  xTicks: { label: string; x: number }[];
  yTicks: { label: string; oneIn: string; y: number }[];
  /** Where the least availability that is asked for stands; null where none is, or it is beyond the plot. */
  promiseY: number | null;
  /** By rank. */
  legend: { rank: number; label: string }[];
  summary: string;
};

/** Rarer than one call in a million is beyond what any model of outages can tell. */
const TELLING = 1e-6;

/**
 * The part of the front that is worth looking at: up to the first point that loses fewer than one call in a million, or,
 * where less is promised, a tenth of what is promised.
 */
export function telling({ front }: Pick<Optimum, "front">, { availabilityAtLeast }: Constraints): Point[] {
  const least = Math.min(TELLING, availabilityAtLeast === null ? 1 : (1 - availabilityAtLeast) / 10);
  const enough = front.findIndex((point) => lossOf(point) < least);
  return enough === -1 ? [...front] : front.slice(0, enough + 1);
}

/** The front, dearer to the right, more available upwards on a logarithmic axis, and the current profile beside it. */
export function prepareFront(optimum: Optimum, constraints: Constraints): Front {
  const { current, cheapest } = optimum;
  const { availabilityAtLeast } = constraints;
  const front = telling(optimum, constraints);
  const shown = current && !front.some(({ id }) => id === current.id) ? [...front, current] : [...front];
  const across = spanOf(shown.map(({ effectiveUsdPerMillion }) => effectiveUsdPerMillion));
  const up = prepareAvailabilityAxis(shown.map(lossOf));
  const classes = classesOf(shown.flatMap(({ firstTokenP95Ms }) => firstTokenP95Ms ?? []));
  const place = (point: Point) => ({ x: percent(point.effectiveUsdPerMillion - across.low, across.high - across.low), y: up.yOf(lossOf(point)) });
  const markOf = (point: Point): FrontMark => ({
    ...place(point), width: 0,
    key: point.id,
    label: tiersInShort(point.profile.tiers),
    facts: factsOf(point),
    summary: describe(point, point.id === current?.id, point.id === cheapest?.id),
    rank: Math.max(0, classes.findLastIndex(({ mostMs }) => (point.firstTokenP95Ms ?? Infinity) <= mostMs)),
    isPale: point.breaks.length > 0,
    mark: point.id === current?.id ? "current" : point.id === cheapest?.id ? "cheapest" : "point",
  });
  const promiseY = availabilityAtLeast === null ? null : up.yOf(1 - availabilityAtLeast);
  return {
    marks: shown.map(markOf).sort((a, b) => a.x - b.x || b.y - a.y),
    steps: stepsOf(front.map(place)),
    xTicks: across.ticks.map((tick) => ({ label: formatUsdRatio(toRatio(tick)), x: percent(tick - across.low, across.high - across.low) })),
    yTicks: up.ticks,
    promiseY: promiseY === null || promiseY <= 0 || promiseY >= 100 ? null : promiseY,
    legend: classes.map(({ label }, rank) => ({ rank, label })),
    summary: summarize(front),
  };
}

/** The share of unserved calls, without the noise of the subtraction. */
function lossOf({ availability }: Point): number {
  return Number((1 - availability).toPrecision(9));
}

function describe(point: Point, isCurrent: boolean, isCheapest: boolean): string {
  const facts = factsOf(point).map(({ term, value }) => `${term} ${value}`).join("; ");
  const broken = point.breaks.length === 0 ? "" : ` It does not keep ${promisesInWords(point.breaks)}.`;
  return `${isCurrent ? "The current profile: " : isCheapest ? "The cheapest that keeps all: " : ""}${tiersInWords(point.profile.tiers)}. ${facts}.${broken}`;
}

function summarize(front: readonly Point[]): string {
  const [first, last] = [front[0], front.at(-1)];
  if (!first || !last) return "No profile keeps what was asked for.";
  if (first === last) return `One profile is best in both: ${perMillion(first.effectiveUsdPerMillion)} at ${availabilityInWords(first.availability)}.`;
  return `${plural(front.length, "profile")} on the front, from ${perMillion(first.effectiveUsdPerMillion)} at ${availabilityInWords(first.availability)} to ${perMillion(last.effectiveUsdPerMillion)} at ${availabilityInWords(last.availability)}.`;
}

function stepsOf(places: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  return places.flatMap((at, index) => {
    const before = places[index - 1];
    return before ? [{ x: at.x, y: before.y }, at] : [at];
  });
}

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** Round values around all of these, six steps at the most. Not from zero: only differences are read here. */
function spanOf(values: readonly number[]): { low: number; high: number; ticks: number[] } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return { low: 0, high: 1, ticks: [0, 1] };
  const room = most > least ? most - least : Math.max(least, 1e-6) / 2;
  const scale = 10 ** Math.floor(Math.log10(room / 5));
  const step = (STEPS.find((each) => each * scale >= (room / 5) * 0.999_999) ?? 10) * scale;
  const from = Math.max(0, Math.floor(least / step - 0.2));
  const to = Math.ceil(most / step + 0.2);
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => (from + index) * step);
  return { low: from * step, high: to * step, ticks };
}

/** As many points in each class as in the others, four classes at the most, the slowest first: it stands out most. */
function classesOf(times: readonly number[]): { mostMs: number; label: string }[] {
  const sorted = [...new Set(times.map((ms) => roundUp(ms)))].sort((a, b) => a - b);
  const count = Math.min(4, sorted.length);
  const bounds = Array.from({ length: count }, (_, index) => sorted[Math.ceil(((index + 1) * sorted.length) / count) - 1] ?? 0);
  const classes = bounds.map((mostMs, index) => ({
    mostMs,
    label: index === 0 ? `up to ${formatDuration(mostMs)}` : `up to ${formatDuration(mostMs)}, above ${formatDuration(bounds[index - 1] ?? 0)}`,
  }));
  return classes.reverse();
}

/** To two digits, so that a legend has round figures. */
function roundUp(ms: number): number {
  if (!(ms > 0)) return 0;
  const scale = 10 ** (Math.floor(Math.log10(ms)) - 1);
  return Math.ceil(ms / scale - 1e-9) * scale;
}
