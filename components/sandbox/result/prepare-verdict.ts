import { subtract } from "@/lib/core/ratio";
import type { Interval, SimulationResult } from "@/lib/sandbox/result";
import { relativeDelta, UNKNOWN } from "../../amounts";
import { availability as availabilityText, oneIn } from "../../availability";
import { formatDuration } from "../../counts";
import { showSum } from "../../rates";
import { perMillion, totalDelta, totalOf, toRatio } from "./figures";
import type { ShownProfile } from "./shown-profile";

/** One of the figures that are judged: what it was, what it becomes, and which way that is in a word. */
export type VerdictFigure = {
  key: "effective" | "availability" | "monthly" | "firstToken";
  label: string;
  before: string;
  after: string;
  /** "-$0.20/M (-16.7%)" */
  change: string;
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

type Way = "less" | "same" | "more" | "untold" | "unknown";

/** A candidate against the profile in force. @param withheld why no verdict may be given; null when it may */
export function prepareVerdict(current: ShownProfile, candidate: ShownProfile, withheld: string | null): Verdict {
  const [a, b] = [current.result, candidate.result];
  const cost = wayOf(a.effectiveUsdPerMillion, b.effectiveUsdPerMillion, a.intervals?.effectiveUsdPerMillion, b.intervals?.effectiveUsdPerMillion);
  const served = wayOf(a.availability, b.availability, a.intervals?.availability, b.intervals?.availability);
  return {
    headline: withheld === null ? `${candidate.name} ${headline(cost, served)}` : "No verdict yet.",
    figures: [effective(a, b, cost), availability(a, b, served), monthly(a, b), firstToken(a, b)],
    withheld,
  };
}

/** Which way a figure goes; untold where the intervals meet, so that it may be chance. */
function wayOf(before: number | null, after: number | null, around: Interval | null = null, aroundAfter: Interval | null = null): Way {
  if (before === null || after === null) return "unknown";
  if (Math.abs(after - before) <= 1e-9 * Math.abs(before)) return "same";
  const mayBeChance = around !== null && aroundAfter !== null && around[0] <= aroundAfter[1] && aroundAfter[0] <= around[1];
  if (mayBeChance) return "untold";
  return after < before ? "less" : "more";
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

function effective(a: SimulationResult, b: SimulationResult, way: Way): VerdictFigure {
  const [before, after] = [a.effectiveUsdPerMillion, b.effectiveUsdPerMillion];
  const shown = before === null || after === null ? [] : showSum([toRatio(before), subtract(toRatio(after), toRatio(before))]);
  const [first, second] = shown;
  return {
    key: "effective", label: "Effective cost",
    before: first ? `${first.total}/M` : perMillion(before), after: second ? `${second.total}/M` : perMillion(after),
    change: second ? withRelative(`${second.term}/M`, before, after) : UNKNOWN,
    word: moneyWord(way), tone: toneOf(way),
  };
}

function availability(a: SimulationResult, b: SimulationResult, way: Way): VerdictFigure {
  const [before, after] = [toRatio(a.availability), toRatio(b.availability)];
  return {
    key: "availability", label: "Availability", before: availabilityText(before), after: availabilityText(after),
    change: oneIn(after) ?? "", word: way === "unknown" ? null : SERVED_WORDS[way], tone: "plain",
  };
}

function monthly(a: SimulationResult, b: SimulationResult): VerdictFigure {
  const way = wayOf(a.monthlyUsd, b.monthlyUsd, a.intervals?.monthlyUsd, b.intervals?.monthlyUsd);
  return {
    key: "monthly", label: "Monthly cost", before: totalOf(a.monthlyUsd), after: totalOf(b.monthlyUsd),
    change: withRelative(totalDelta(differenceOf(a.monthlyUsd, b.monthlyUsd)), a.monthlyUsd, b.monthlyUsd),
    word: moneyWord(way), tone: toneOf(way),
  };
}

function firstToken(a: SimulationResult, b: SimulationResult): VerdictFigure {
  const [before, after] = [a.firstTokenMs?.p95Ms ?? null, b.firstTokenMs?.p95Ms ?? null];
  const way = wayOf(before, after, a.intervals?.firstTokenP95Ms, b.intervals?.firstTokenP95Ms);
  const words: Record<Way, string | null> = { less: "faster", same: "the same", more: "slower", untold: "within the interval", unknown: null };
  const difference = differenceOf(before, after);
  return {
    key: "firstToken", label: "First token, p95", before: duration(before), after: duration(after),
    change: difference === null ? UNKNOWN : `${difference < 0 ? "-" : "+"}${formatDuration(Math.abs(difference))}`,
    word: words[way], tone: "plain",
  };
}

function duration(ms: number | null): string {
  return ms === null ? UNKNOWN : formatDuration(ms);
}

function differenceOf(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after - before;
}

function withRelative(change: string, before: number | null, after: number | null): string {
  const relative = before === null || after === null ? null : relativeDelta(toRatio(after - before), toRatio(before));
  return relative === null ? change : `${change} (${relative})`;
}

function moneyWord(way: Way): string | null {
  const words: Record<Way, string | null> = { less: "cheaper", same: "the same", more: "dearer", untold: "within the interval", unknown: null };
  return words[way];
}

function toneOf(way: Way): VerdictFigure["tone"] {
  if (way === "less") return "saving";
  return way === "more" ? "premium" : "plain";
}
