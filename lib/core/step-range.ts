import { ceilQuarter, getRange, nextQuarter, type Range } from "./period";

const HOUR_MS = 3_600_000;
/** From the end of a month or day well into the next one, however long it is and whatever the clocks do. */
const INTO_NEXT_MS = { "this-month": 40 * 24 * HOUR_MS, today: 36 * HOUR_MS } as const;

type CalendarUnit = keyof typeof INTO_NEXT_MS;

/**
 * The period before or after a range: the local month or day where the range is one, or the part of one that has passed;
 * else as much time as the range has. Ends with the quarter-hour of `now` at the latest; null for what is yet to begin.
 */
export function stepRange(range: Range, direction: "before" | "after", timeZone: string, now: Date): Range | null {
  const unit = calendarUnit(range, timeZone, now);
  if (direction === "before") {
    if (unit !== null) return getRange(unit, new Date(range.from.getTime() - 1), timeZone);
    return { from: new Date(2 * range.from.getTime() - range.to.getTime()), to: range.from };
  }
  const end = nextQuarter(now);
  if (range.to >= end) return null;
  const to = unit === null ? new Date(2 * range.to.getTime() - range.from.getTime()) : endOfNext(range.to, unit, timeZone);
  return { from: range.to, to: to < end ? to : end };
}

/** What a range is held against: the period before it, no longer than the range itself where the range is yet to end. */
export function comparisonRange(range: Range, timeZone: string, now: Date): Range {
  const before = stepRange(range, "before", timeZone, now) ?? range;
  const isRunning = range.to > now;
  const to = new Date(before.from.getTime() + (range.to.getTime() - range.from.getTime()));
  return isRunning && to < before.to ? { from: before.from, to: ceilQuarter(to) } : before;
}

function calendarUnit(range: Range, timeZone: string, now: Date): CalendarUnit | null {
  // A month before a day: the first of a month, still running, is both.
  const units: CalendarUnit[] = ["this-month", "today"];
  const last = new Date(Math.min(range.to.getTime() - 1, now.getTime()));
  return units.find((unit) => {
    const isWholeOrRunning = range.to > now || getRange(unit, range.to, timeZone).from.getTime() === range.to.getTime();
    return isWholeOrRunning && isSame(getRange(unit, last, timeZone), range);
  }) ?? null;
}

function endOfNext(startsAt: Date, unit: CalendarUnit, timeZone: string): Date {
  return getRange(unit, new Date(startsAt.getTime() + INTO_NEXT_MS[unit]), timeZone).from;
}

function isSame(a: Range, b: Range): boolean {
  return a.from.getTime() === b.from.getTime() && a.to.getTime() === b.to.getTime();
}
