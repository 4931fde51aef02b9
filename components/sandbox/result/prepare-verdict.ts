import { formatUsdRatioDelta } from "@/lib/core/money";
import { subtract } from "@/lib/core/ratio";
import type { Comparison, DeltaFigure } from "@/lib/sandbox/compare";
import type { Interval, SimulationResult } from "@/lib/sandbox/result";
import { relativeDelta, UNKNOWN } from "../../amounts";
import { availability as availabilityText, oneIn } from "../../availability";
import { formatDuration } from "../../counts";
import { showSum } from "../../rates";
import { absenceOf, perMillion, totalDelta, totalOf, toRatio } from "./figures";
import type { ShownProfile } from "./shown-profile";

/** One of the figures that are looked at first: what it was, what it becomes, and which way that is in a word. */
export type VerdictFigure = {
  key: "warc" | "effective" | "availability" | "monthly" | "firstToken";
  label: string;
  /** null where there is nothing to hold it against. */
  before: string | null;
  after: string;
  /** "-$0.20/M (-16.7%)"; null where nothing changes, or there is nothing to hold it against. */
  change: string | null;
  /** Of the change, 95 in 100: "-$0.25/M to -$0.15/M"; null where it is not known. */
  interval: string | null;
  /** "cheaper"; null where nothing can be said. */
  word: string | null;
  /** The money's colours alone: of latency and availability the word says enough. */
  tone: "plain" | "saving" | "premium";
};

export type Verdict = {
  /** "Candidate A is cheaper, and more available." */
  headline: string;
  figures: VerdictFigure[];
  /** Why no verdict is given; the figures are there all the same. */
  withheld: string | null;
};

export type VerdictQuestion = {
  after: ShownProfile;
  /** The profile in force, or for that itself its calm days; null where there is nothing to hold it against. */
  before: ShownProfile | null;
  /** By draws that both share; null while it is not known. */
  comparison: Comparison | null;
  /** Why no verdict may be given; null when it may. */
  withheld: string | null;
  /** What is planned to go wrong, in words; empty for nothing. */
  trouble: string;
};

type Way = "less" | "same" | "more" | "untold" | "unknown";

/** A candidate against the profile in force, or that profile in trouble against its calm days. */
export function prepareVerdict({ after, before, comparison, withheld, trouble }: VerdictQuestion): Verdict {
  const changeOf = (key: DeltaFigure) => comparison?.deltas[key].interval ?? null;
  const figures = FIGURES.map((figure) => figureOf(figure, after.result, before?.result ?? null, figure.delta === null ? null : changeOf(figure.delta)));
  if (!before) return { headline: `${after.name} as it serves, with nothing planned to go wrong.`, figures, withheld: null };
  // What trouble does is no choice between two profiles: nothing is judged.
  if (after.isCurrent) return { headline: `${trouble}: what it does to ${after.name}`, figures: figures.map((figure) => ({ ...figure, word: null })), withheld: null };
  if (withheld !== null) return { headline: "No verdict yet.", figures, withheld };
  const [cost, served] = [EFFECTIVE, AVAILABILITY].map((figure) => wayOf(figure, before.result, after.result, figure.delta === null ? null : changeOf(figure.delta)));
  return { headline: `${after.name} ${headline(cost ?? "unknown", served ?? "unknown")}`, figures, withheld: null };
}

type Figure = {
  key: VerdictFigure["key"];
  label: string;
  /** Of a comparison; null for what is not judged. */
  delta: DeltaFigure | null;
  of: (result: SimulationResult) => number | null;
  around: (result: SimulationResult) => Interval | null | undefined;
  format: (value: number | null, result: SimulationResult) => string;
  difference: (value: number) => string;
  words: readonly [less: string, more: string];
  isMoney: boolean;
};

const rateDelta = (value: number) => `${formatUsdRatioDelta(toRatio(value))}/M`;
const perMillionOf = (value: number | null, result: SimulationResult) => perMillion(value, absenceOf(result));

const EFFECTIVE: Figure = {
  key: "effective", label: "Effective cost", delta: "effectiveUsdPerMillion", isMoney: true, words: ["cheaper", "dearer"],
  of: ({ effectiveUsdPerMillion }) => effectiveUsdPerMillion, around: ({ intervals }) => intervals?.effectiveUsdPerMillion, format: perMillionOf, difference: rateDelta,
};
const AVAILABILITY: Figure = {
  key: "availability", label: "Availability", delta: "availability", isMoney: false, words: ["less available", "more available"],
  of: ({ availability }) => availability, around: ({ intervals }) => intervals?.availability, format: (value) => availabilityText(value === null ? null : toRatio(value)), difference: pointsDelta,
};
const FIGURES: readonly Figure[] = [
  // Not judged by itself: a cheap primary that often fails lowers it, and raises waste.
  {
    key: "warc", label: "WARC", delta: null, isMoney: false, words: ["lower", "higher"],
    of: ({ warcUsdPerMillion }) => warcUsdPerMillion, around: ({ intervals }) => intervals?.warcUsdPerMillion, format: perMillionOf, difference: rateDelta,
  },
  EFFECTIVE,
  AVAILABILITY,
  {
    key: "firstToken", label: "First token, p95", delta: "firstTokenP95Ms", isMoney: false, words: ["faster", "slower"],
    of: ({ firstTokenMs }) => firstTokenMs?.p95Ms ?? null, around: ({ intervals }) => intervals?.firstTokenP95Ms,
    format: (value) => (value === null ? UNKNOWN : formatDuration(value)), difference: (value) => `${value < 0 ? "-" : "+"}${formatDuration(Math.abs(value))}`,
  },
  {
    key: "monthly", label: "30 such days", delta: "monthlyUsd", isMoney: true, words: ["cheaper", "dearer"],
    of: ({ monthlyUsd }) => monthlyUsd, around: ({ intervals }) => intervals?.monthlyUsd, format: (value, result) => totalOf(value, absenceOf(result)), difference: totalDelta,
  },
];

function figureOf(figure: Figure, after: SimulationResult, before: SimulationResult | null, interval: Interval | null): VerdictFigure {
  const { key, label, of, format, difference, words, isMoney } = figure;
  const shown = { key, label, after: format(of(after), after) };
  if (!before) return { ...shown, before: null, change: key === "availability" ? oneIn(toRatio(after.availability)) : null, interval: null, word: null, tone: "plain" };
  const way = wayOf(figure, before, after, interval);
  return {
    ...shown, before: format(of(before), before),
    ...changed(figure, way, before, after),
    interval: interval && way !== "same" && holdsChange(interval, of(before), of(after)) ? `${difference(interval[0]).replace(/(\/M| points)$/, "")} to ${difference(interval[1])}` : null,
    word: wordOf(way, words), tone: isMoney ? toneOf(way) : "plain",
  };
}

/** The interval is that of the formulas: beside a simulated change that lies outside of it, it would be of something else. */
function holdsChange([low, high]: Interval, was: number | null, is: number | null): boolean {
  return was !== null && is !== null && low <= is - was && is - was <= high;
}

/** Rates are shown with as many digits as make the change their very difference. */
function changed({ key, of, difference }: Figure, way: Way, before: SimulationResult, after: SimulationResult): { change: string | null; before?: string; after?: string } {
  const [was, is] = [of(before), of(after)];
  if (way === "same") return { change: null };
  if (was === null || is === null) return { change: UNKNOWN };
  if (key === "firstToken" || key === "availability") return { change: difference(is - was) };
  const [first, second] = key === "monthly" ? [] : showSum([toRatio(was), subtract(toRatio(is), toRatio(was))]);
  if (!first || !second) return { change: withRelative(difference(is - was), was, is) };
  return { before: `${first.total}/M`, after: `${second.total}/M`, change: withRelative(`${second.term}/M`, was, is) };
}

/** Which way a figure goes; untold where it may be chance: where the change's interval holds zero, or the intervals meet. */
function wayOf({ of, around }: Figure, before: SimulationResult, after: SimulationResult, change: Interval | null): Way {
  const [was, is] = [of(before), of(after)];
  if (was === null || is === null) return "unknown";
  if (Math.abs(is - was) <= 1e-9 * Math.abs(was)) return "same";
  const way = is < was ? "less" : "more";
  if (change && change[0] <= 0 && change[1] >= 0) return "untold";
  // Formulas know no breakers and caps: where the simulation goes the other way, its own intervals decide.
  if (change && (change[1] < 0) === (way === "less")) return way;
  const [a, b] = [around(before), around(after)];
  return a && b && a[0] <= b[1] && b[0] <= a[1] ? "untold" : way;
}

const COST_WORDS: Record<Way, string> = {
  less: "is cheaper", same: "costs the same", more: "is dearer", untold: "costs about the same (within the interval)", unknown: "has no known cost",
};
const SERVED_WORDS: Record<Way, string> = {
  less: "less available", same: "as available", more: "more available", untold: "about as available (within the interval)", unknown: "of unknown availability",
};

function headline(cost: Way, served: Way): string {
  const isMixed = (cost === "less" && served === "less") || (cost === "more" && served === "more");
  return `${COST_WORDS[cost]}${isMixed ? ", but " : " and "}${SERVED_WORDS[served]}.`;
}

function wordOf(way: Way, [less, more]: Figure["words"]): string | null {
  const words: Record<Way, string | null> = { less, more, same: "the same", untold: "within the interval", unknown: null };
  return words[way];
}

function toneOf(way: Way): VerdictFigure["tone"] {
  if (way === "less") return "saving";
  return way === "more" ? "premium" : "plain";
}

function withRelative(change: string, before: number, after: number): string {
  const relative = relativeDelta(toRatio(after - before), toRatio(before));
  return relative === null ? change : `${change} (${relative})`;
}

function pointsDelta(value: number): string {
  const points = Math.abs(value) * 100;
  return `${value < 0 ? "-" : "+"}${points >= 0.001 ? points.toFixed(3) : "<0.001"} points`;
}
