import type { Background } from "./background";
import type { TrafficInputs } from "./inputs";
import { ASSUMED, type Notebook, TYPED } from "./notebook";
import type { Traffic } from "./scenario";

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;
/** From the epoch, a Thursday, back to the Monday before it. */
const MONDAY_MINUTES = 3 * DAY_MINUTES;

/** A working day where nothing is recorded: six times as many calls from 08:00 to 18:00 UTC as at night. */
const WORKING_DAY = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 6 : hour >= 6 && hour < 22 ? 3 : 1));
/** Saturdays and Sundays beside it. */
const WEEKEND_FACTOR = 0.4;

/** Weights of the hours of a day (24, from 00:00 UTC) or of a week (168, from Monday 00:00 UTC); one alone is constant. */
export function hoursOf(typed: TrafficInputs, { traffic }: Background, notes: Notebook): readonly number[] {
  if (typed.day !== undefined) return hoursOfDay(typed.day, traffic?.days ?? {}, notes);
  const curve = typed.curve ?? "constant";
  if (curve === "constant") {
    notes.note("traffic.curve", "Curve", "the same all the time", typed.curve === undefined ? ASSUMED : TYPED);
    return [1];
  }
  const isRecorded = traffic !== null && traffic.hours.length === 168 && traffic.hours.some((calls) => calls > 0);
  const week = isRecorded ? traffic.hours : workingWeek();
  const words = isRecorded ? "as recorded" : "a working day: from 08:00 to 18:00 UTC six times as many calls as at night, on Saturdays and Sundays 40% of that";
  notes.note("traffic.curve", "Curve", `by hour of the ${curve === "daily" ? "day" : "week"}, ${words}`, isRecorded ? { kind: "ledger", what: "calls", count: traffic.calls } : ASSUMED);
  return curve === "weekly" ? week : foldToDay(week);
}

function hoursOfDay(day: string, days: Readonly<Record<string, readonly number[]>>, notes: Notebook): readonly number[] {
  const hours = Object.hasOwn(days, day) ? days[day] : undefined;
  const calls = (hours ?? []).reduce((sum, count) => sum + count, 0);
  if (!hours || calls === 0) {
    const known = Object.keys(days).sort();
    const where = known.length > 0 ? ` Recorded days go from ${known[0]} to ${known.at(-1)}.` : "";
    notes.refuse("traffic.day", `No calls of ${day} are recorded.${where}`);
    return [1];
  }
  notes.note("traffic.day", "Curve", `by hour, as on ${day}`, { kind: "ledger", what: "calls", count: calls });
  return hours;
}

function workingWeek(): number[] {
  return Array.from({ length: 168 }, (_, hour) => (WORKING_DAY[hour % 24] ?? 1) * (hour >= 120 ? WEEKEND_FACTOR : 1));
}

function foldToDay(week: readonly number[]): number[] {
  return Array.from({ length: 24 }, (_, hour) => week.reduce((sum, calls, at) => sum + (at % 24 === hour ? calls : 0), 0));
}

/** The rate whose mean over the whole curve is `callsPerMinute`, begun where the run begins within it. */
export function followHours(hours: readonly number[], callsPerMinute: number, startsAtMs: number): Traffic["rate"] {
  if (hours.length === 1) return { stretchMinutes: DAY_MINUTES, callsPerMinute: [callsPerMinute] };
  const mean = hours.reduce((sum, weight) => sum + weight, 0) / hours.length;
  const period = hours.length * HOUR_MINUTES;
  const startMinute = Math.floor(startsAtMs / MINUTE_MS) + (hours.length === 168 ? MONDAY_MINUTES : 0);
  const offset = ((startMinute % period) + period) % period;
  const stretchMinutes = offset % HOUR_MINUTES === 0 ? HOUR_MINUTES : offset % 15 === 0 ? 15 : 1;
  const rateAt = (minute: number) => (callsPerMinute * (hours[Math.floor(minute / HOUR_MINUTES) % hours.length] ?? 0)) / mean;
  return {
    stretchMinutes,
    callsPerMinute: Array.from({ length: period / stretchMinutes }, (_, index) => rateAt(offset + index * stretchMinutes)),
  };
}
