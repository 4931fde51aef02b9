import { getRange, instantOfWall, type Range } from "./period";

/** A calendar month such as `2026-11`. Months compare as texts. */
export type Month = string;

const MONTH = /^(?:19[7-9]\d|2\d{3})-(?:0[1-9]|1[0-2])$/;

export function isMonth(text: string): boolean {
  return MONTH.test(text);
}

/** The month that an instant is in. Throws RangeError for an unknown zone. */
export function monthOf(at: Date, timeZone: string): Month {
  return dayOf(getRange("this-month", at, timeZone).from, timeZone).slice(0, 7);
}

/** So many months later, or earlier where `months` is negative. */
export function addMonths(month: Month, months: number): Month {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** From the month's first moment in the zone up to that of the next. Throws RangeError for what is no month or zone. */
export function monthRange(month: Month, timeZone: string): Range {
  return { from: firstMoment(month, timeZone), to: firstMoment(addMonths(month, 1), timeZone) };
}

/** The first moment of a day of a month in a zone. @param day from 1 */
export function dayOfMonth(month: Month, day: number, timeZone: string): Date {
  // The month after the last one there is, too: it is where that one ends.
  const at = instantOfWall(`${month}-${String(day).padStart(2, "0")}T00:00`, timeZone);
  if (at === null) throw new RangeError(`${JSON.stringify(month)} is not a month such as 2026-11`);
  return at;
}

function firstMoment(month: Month, timeZone: string): Date {
  return dayOfMonth(month, 1, timeZone);
}

/** The calendar day of an instant in a zone, such as `2026-11-22`. */
export function dayOf(at: Date, timeZone: string): string {
  const parts = new Map(clockOf(timeZone).formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter takes far longer than using it. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  if (clocks.size < 1_000) clocks.set(timeZone, clock);
  return clock;
}
