import type { Source } from "./assumption";
import type { Background } from "./background";
import { composeShapes } from "./compose-shapes";
import { followHours, hoursOf } from "./curves";
import type { TrafficInputs } from "./inputs";
import { ASSUMED, type Notebook, TYPED } from "./notebook";
import type { Traffic } from "./scenario";
import { wordAmount, wordCount, wordRanged } from "./words";

const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;
/** A leap year. */
const MOST_MINUTES = 366 * DAY_MINUTES;
const MOST_CALLS_PER_MINUTE = 10_000_000;

export function composeTraffic(typed: TrafficInputs, background: Background, notes: Notebook): Traffic {
  const startsAtMs = composeStart(typed.startsAt, background.takenAtMs, notes);
  const callsPerMinute = composeMean(typed, background, notes);
  return {
    startsAtMs,
    minutes: composeMinutes(typed, notes),
    rate: followHours(hoursOf(typed, background, notes), callsPerMinute, startsAtMs),
    arrivals: composeArrivals(typed, notes),
    shapes: composeShapes(typed, background.traffic, notes),
  };
}

/** The mean over the whole curve; 0 with a problem where nobody knows it. */
function composeMean(typed: TrafficInputs, { traffic, fromMs, toMs }: Background, notes: Notebook): number {
  const path = "traffic.callsPerMinute";
  const note = (value: string, source: Source) => notes.note(path, "Traffic", `${value} calls a minute`, source);
  if (typed.callsPerMinute !== undefined) {
    const read = notes.readAmount(path, "Traffic, in calls a minute,", typed.callsPerMinute, { isAbove: true, most: MOST_CALLS_PER_MINUTE });
    note(wordRanged(typed.callsPerMinute, wordAmount), TYPED);
    return read ?? 0;
  }
  const day = typed.day === undefined ? undefined : traffic?.days[typed.day];
  if (day) {
    const calls = day.reduce((sum, count) => sum + count, 0);
    note(wordAmount(calls / DAY_MINUTES), { kind: "ledger", what: "calls", count: calls });
    return calls / DAY_MINUTES;
  }
  if (traffic === null || traffic.calls === 0) {
    notes.refuse(path, `No calls are recorded of this profile in the ${wordDays(fromMs, toMs)} looked at: say how many calls a minute it will have.`);
    return 0;
  }
  note(wordAmount(traffic.callsPerMinute), { kind: "ledger", what: "calls", count: traffic.calls });
  return traffic.callsPerMinute;
}

function wordDays(fromMs: number, toMs: number): string {
  const days = Math.max(1, Math.round((toMs - fromMs) / DAY_MS));
  return days === 1 ? "day" : `${wordCount(days)} days`;
}

/** When a run begins of which nobody said when, in milliseconds since the epoch: the coming midnight in UTC. */
export function startOfRun(takenAtMs: number): number {
  return (Math.floor(takenAtMs / DAY_MS) + 1) * DAY_MS;
}

function composeStart(typed: string | undefined, takenAtMs: number, notes: Notebook): number {
  const midnightMs = startOfRun(takenAtMs);
  const typedMs = typed === undefined ? midnightMs : Date.parse(typed);
  if (Number.isNaN(typedMs)) notes.refuse("traffic.startsAt", "The start must be a date and time such as 2026-12-01T00:00:00Z.");
  const startsAtMs = Number.isNaN(typedMs) ? midnightMs : typedMs;
  notes.note("traffic.startsAt", "Start of the run", `${new Date(startsAtMs).toISOString().slice(0, 16).replace("T", " ")} UTC`, typed === undefined ? ASSUMED : TYPED);
  return startsAtMs;
}

/** A day, or the week that a weekly curve needs. */
function composeMinutes({ minutes, curve, day }: TrafficInputs, notes: Notebook): number {
  const path = "traffic.minutes";
  if (minutes !== undefined && !Number.isInteger(minutes)) notes.refuse(path, "The length of the run must be a whole number of minutes.");
  const read = notes.readAmount(path, "The length of the run, in minutes,", minutes, { least: 1, most: MOST_MINUTES });
  const chosen = read ?? (curve === "weekly" && day === undefined ? 7 * DAY_MINUTES : DAY_MINUTES);
  notes.note(path, "Length of the run", `${wordCount(chosen)} minutes`, minutes === undefined ? ASSUMED : TYPED);
  return chosen;
}

function composeArrivals({ arrivals }: TrafficInputs, notes: Notebook): Traffic["arrivals"] {
  const chosen = arrivals ?? "poisson";
  const words = { poisson: "at random, independent of each other (Poisson)", even: "at equal distances" };
  notes.note("traffic.arrivals", "Calls arrive", words[chosen], arrivals === undefined ? ASSUMED : TYPED);
  return chosen;
}
