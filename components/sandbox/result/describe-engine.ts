import { ENGINE_VERSION } from "@/lib/sandbox/engine-version";
import { wordMinute } from "@/lib/sandbox/events/run-length";
import type { Interval, SimulationResult } from "@/lib/sandbox/result";
import { availability as availabilityText } from "../../availability";
import { plural } from "../../counts";
import { perMillion, toRatio } from "./figures";

export type EngineLine = {
  /** "Simulated second by second: 200,000 calls in 8 replications, seed 7, engine version 1" */
  how: string;
  /** What is missing where the calls were not enough for the whole run; null where they were. */
  end: string | null;
  /** How sure it is; null where nothing was drawn at random. */
  sure: string | null;
  /** The formulas' answer, where the scenario has one. */
  exact: { isMatched: boolean; text: string } | null;
};

const ENGINE_NAMES = { "closed-form": "Formulas", events: "Simulated second by second", backtest: "Recorded calls walked again" } as const;

/** @param exact of the same scenario by formulas; null where they do not hold for it */
export function describeEngine(result: SimulationResult, seed: number, exact: SimulationResult | null): EngineLine {
  const { engine, calls, intervals, reachedMinute } = result;
  const many = engine === "closed-form" ? `${plural(Math.round(calls), "expected call")}` : plural(Math.round(calls), "call");
  const replications = intervals && engine === "events" ? ` in ${plural(intervals.replications, "replication")}` : "";
  const seeded = engine === "closed-form" ? "" : `, seed ${seed}`;
  return {
    how: `${ENGINE_NAMES[engine]}: ${many}${replications}${seeded}, engine version ${ENGINE_VERSION}`,
    end: reachedMinute === null ? null : `Each replication had its calls by minute ${wordMinute(reachedMinute)} of the run: what comes later is not in the figures. Simulate more calls, or make the run shorter`,
    sure: sureness(result),
    exact: exact && engine === "events" ? compareWithExact(result, exact) : null,
  };
}

/** Intervals of 95% are 1.96 standard errors to either side of a mean. */
function sureness({ intervals, warcUsdPerMillion, availability }: SimulationResult): string | null {
  if (!intervals) return null;
  const parts = [
    intervals.warcUsdPerMillion && warcUsdPerMillion !== null
      ? `WARC ${spanOf(intervals.warcUsdPerMillion, perMillion)} (standard error ${perMillion(standardError(intervals.warcUsdPerMillion))})` : null,
    `availability ${spanOf(intervals.availability, (value) => availabilityText(toRatio(value)))}${availability === 1 ? "" : ` (standard error ${percentagePoints(standardError(intervals.availability))})`}`,
  ];
  return `95% intervals: ${parts.filter((part) => part !== null).join("; ")}`;
}

function spanOf([low, high]: Interval, text: (value: number) => string): string {
  const [from, to] = [text(low), text(high)];
  return from === to ? from : `${from} to ${to}`;
}

function standardError([low, high]: Interval): number {
  return (high - low) / 2 / 1.96;
}

function percentagePoints(value: number): string {
  return `${new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 }).format(value * 100)} points`;
}

/** What is lost is compared: of an availability it is the part that tells. */
function compareWithExact({ availability, intervals }: SimulationResult, exact: SimulationResult): EngineLine["exact"] {
  const lost = `${new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 }).format(Math.max(0, 1 - exact.availability) * 100)}%`;
  const [low, high] = intervals?.availability ?? [availability, availability];
  const isMatched = exact.availability >= low - 1e-9 && exact.availability <= high + 1e-9;
  return { isMatched, text: isMatched ? `formulas agree: ${lost} unserved` : `formulas say ${lost} unserved: they know no breakers, and take limits and outages as they are in the long run` };
}
