import { formatUsdRatio } from "@/lib/core/money";
import { frontOf } from "@/lib/sandbox/optimise/front";
import type { Interval, SimulationResult } from "@/lib/sandbox/result";
import { availability as availabilityText, oneIn } from "../../availability";
import { percent } from "../../chart/geometry";
import { plural } from "../../counts";
import { prepareAvailabilityAxis } from "./availability-axis";
import { perMillion, toRatio } from "./figures";
import { type PlacedLabel, placeLabels } from "./place-labels";
import type { ChartPoint } from "./point-picker";
import type { TableForm } from "../../chart/table-toggle";

/** A profile on the plane of cost and availability. `option`: one of many, without a name beside it. */
export type ScatterInput = {
  key: string;
  name: string;
  kind: "current" | "candidate" | "option";
  result: Pick<SimulationResult, "effectiveUsdPerMillion" | "availability" | "intervals">;
};

/** Places are percentages of the plot, from its left and its top. */
export type ScatterMark = { key: string; kind: ScatterInput["kind"]; x: number; y: number; isOnFront: boolean; cross: { left: number; right: number; top: number; bottom: number } | null };

export type Scatter = {
  marks: ScatterMark[];
  labels: PlacedLabel[];
  arrows: { key: string; from: { x: number; y: number }; to: { x: number; y: number } }[];
  /** The front's steps, as points of an SVG line in percent; null with fewer than two on it. */
  front: string | null;
  xTicks: { label: string; x: number }[];
  yTicks: { label: string; oneIn: string; y: number }[];
  points: ChartPoint[];
  /** Who is not drawn, and why. */
  leftOut: string | null;
  summary: string;
  table: TableForm;
};

type Known = ScatterInput & { cost: number; lost: number };

/** Of a plot that is this high, in pixels, names are placed. */
export const SCATTER_HEIGHT = 260;
const LONGEST_NAME = 22;

/** What a profile costs against how often it answers; up and to the left is better. */
export function prepareScatter(profiles: readonly ScatterInput[]): Scatter {
  const known = profiles.flatMap((profile): Known[] => {
    const { effectiveUsdPerMillion: cost, availability } = profile.result;
    return cost === null ? [] : [{ ...profile, cost, lost: lossOf(availability) }];
  });
  const front = frontOf(known, ({ cost, lost }) => ({ cost, unserved: lost, tiers: 0 }));
  const span = costSpan(known);
  const axis = prepareAvailabilityAxis(known.flatMap(({ lost, result }) => [lost, ...(result.intervals?.availability.map(lossOf).filter((loss) => loss > 0) ?? [])]));
  const xOf = (cost: number) => percent(cost - span.low, span.high - span.low);
  const marks = known.map((profile): ScatterMark => ({
    key: profile.key, kind: profile.kind, x: xOf(profile.cost), y: axis.yOf(profile.lost), isOnFront: front.includes(profile), cross: crossOf(profile, xOf, axis.yOf),
  }));
  const points = known.map((profile, index) => pointOf(profile, marks[index] as ScatterMark));
  return {
    marks,
    labels: placeLabels(known.flatMap((profile, index) => (profile.kind === "option" ? [] : [labelOf(profile, marks[index] as ScatterMark)])), marks, SCATTER_HEIGHT),
    arrows: arrowsOf(marks),
    front: stepsOf(front.map(({ cost, lost }) => ({ x: xOf(cost), y: axis.yOf(lost) }))),
    xTicks: ticksBetween(span).map((cost) => ({ label: formatUsdRatio(toRatio(cost)), x: xOf(cost) })),
    yTicks: axis.ticks,
    points,
    leftOut: leftOut(profiles),
    summary: summarize(known, front),
    table: {
      heads: ["Profile", ...(points[0]?.facts.map(({ term }) => term) ?? [])],
      rows: points.map(({ key, label, facts }) => ({ key, cells: [label, ...facts.map(({ value }) => value)] })),
    },
  };
}

/** 1 − availability, without the noise of the subtraction. */
function lossOf(availability: number): number {
  const { numerator, denominator } = toRatio(availability);
  return Number(denominator - numerator) / Number(denominator);
}

function costSpan(known: readonly Known[]): { low: number; high: number } {
  const costs = known.flatMap(({ cost, result }) => [cost, ...(result.intervals?.effectiveUsdPerMillion ?? [])]);
  if (costs.length === 0) return { low: 0, high: 1 };
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  // At least so wide that round costs along it read apart, however close the profiles are.
  const margin = Math.max((high - low) * 0.12, high * 0.05, 1e-6);
  return { low: Math.max(0, low - margin), high: high + margin };
}

/** Three to six round costs within the span. */
function ticksBetween({ low, high }: { low: number; high: number }): number[] {
  const least = (high - low) / 5;
  const scale = 10 ** Math.floor(Math.log10(least));
  const step = ([1, 2, 5, 10].find((factor) => factor * scale >= least) ?? 10) * scale;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

function crossOf({ result: { intervals } , cost, lost }: Known, xOf: (cost: number) => number, yOf: (lost: number) => number): ScatterMark["cross"] {
  if (!intervals) return null;
  const [left, right] = intervals.effectiveUsdPerMillion ?? [cost, cost];
  const [worst, best]: Interval = intervals.availability;
  const ends = intervals.availability[0] === intervals.availability[1] ? [lost, lost] as const : [lossOf(best), lossOf(worst)] as const;
  return { left: xOf(left), right: xOf(right), top: yOf(ends[0]), bottom: yOf(ends[1]) };
}

function arrowsOf(marks: readonly ScatterMark[]): Scatter["arrows"] {
  const from = marks.find(({ kind }) => kind === "current");
  if (!from) return [];
  return marks
    .filter(({ kind, x, y }) => kind === "candidate" && Math.hypot(x - from.x, y - from.y) > 3)
    .map(({ key, x, y }) => ({ key, from: { x: from.x, y: from.y }, to: { x, y } }));
}

/** From one to the next: what the next one costs more, then what it gives for it. */
function stepsOf(places: readonly { x: number; y: number }[]): string | null {
  if (places.length < 2) return null;
  const corners = places.flatMap(({ x, y }, index) => {
    const before = places[index - 1];
    return before ? [`${x},${before.y}`, `${x},${y}`] : [`${x},${y}`];
  });
  return corners.join(" ");
}

function labelOf({ key, name }: Known, { x, y }: ScatterMark): { key: string; text: string; x: number; y: number } {
  return { key, text: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name, x, y };
}

function pointOf({ key, name, cost, result: { availability, intervals } }: Known, { x, y, isOnFront }: ScatterMark): ChartPoint {
  const around = (interval: Interval | null | undefined, text: (value: number) => string) => (interval ? `${text(interval[0])} to ${text(interval[1])}` : "no interval");
  const available = (value: number) => availabilityText(toRatio(value));
  const facts = [
    { term: "Effective cost", value: perMillion(cost) },
    { term: "95% interval of the cost", value: around(intervals?.effectiveUsdPerMillion, perMillion) },
    { term: "Availability", value: available(availability) },
    { term: "Lost", value: oneIn(toRatio(availability))?.replace(" failed", "") ?? "none" },
    { term: "95% interval of the availability", value: around(intervals?.availability, available) },
    { term: "On the Pareto front", value: isOnFront ? "yes" : "no" },
  ];
  return { key, label: name, x, width: 0, y, facts, summary: `${name}: ${facts.map(({ term, value }) => `${term} ${value}`).join(", ")}.` };
}

function leftOut(profiles: readonly ScatterInput[]): string | null {
  const names = profiles.filter(({ result }) => result.effectiveUsdPerMillion === null).map(({ name }) => name);
  if (names.length === 0) return null;
  return `Not drawn: ${names.join(", ")}. The effective cost is not known.`;
}

function summarize(known: readonly Known[], front: readonly Known[]): string {
  if (known.length === 0) return "No profile of known cost.";
  const told = known.filter(({ kind }) => kind !== "option").map(({ name, cost, result }) => `${name} costs ${perMillion(cost)} at ${availabilityText(toRatio(result.availability))}`);
  const onFront = front.length > 4 ? plural(front.length, "profile") : front.map(({ name }) => name).join(", ");
  return `${plural(known.length, "profile")} by effective cost and availability. ${told.map((words) => `${words}. `).join("")}On the Pareto front: ${onFront}.`;
}
