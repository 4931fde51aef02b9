/** The grain of prices and rollups: every zone in use is a whole number of quarter-hours from UTC. */
export const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** More than a year of hours; beyond it a chart is unreadable, and a hostile range would be endless. */
const MAX_BUCKETS = 10_000;

export const RANGE_PRESETS = ["today", "24h", "7d", "30d", "this-month", "last-month"] as const;

export type RangePreset = (typeof RANGE_PRESETS)[number];

/** Half-open: from `from` up to, not including, `to`; both on a quarter-hour. */
export type Range = { from: Date; to: Date };

export function floorQuarter(at: Date): Date {
  return new Date(floorQuarterMs(at.getTime()));
}

/** @param atMs as Date.getTime */
export function floorQuarterMs(atMs: number): number {
  return Math.floor(atMs / QUARTER_MS) * QUARTER_MS;
}

export function ceilQuarter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / QUARTER_MS) * QUARTER_MS);
}

/** The end of the quarter-hour that contains `at`: later than `at`, also on its first moment. */
export function nextQuarter(at: Date): Date {
  return new Date(floorQuarterMs(at.getTime()) + QUARTER_MS);
}

/** Whether the text names a time zone that this runtime knows, such as Asia/Kathmandu. */
export function isTimeZone(text: string): boolean {
  try {
    getClock(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The range that a preset means at `now`. Those that are still running end with the quarter-hour that contains
 * `now`, so that a call of this second is in them; 24h, 7d and 30d go back that many times 24 hours from there;
 * days and months begin when they do in the zone. Throws RangeError for an unknown zone.
 */
export function getRange(preset: RangePreset, now: Date, timeZone: string): Range {
  const nextMs = nextQuarter(now).getTime();
  const back = (days: number): Range => ({ from: new Date(nextMs - days * DAY_MS), to: new Date(nextMs) });
  const today = new Date(localDayMs(now.getTime(), timeZone));
  const monthStart = (offset: number) =>
    new Date(firstInstantMs(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + offset, 1), timeZone));
  switch (preset) {
    case "today":
      return { from: new Date(firstInstantMs(today.getTime(), timeZone)), to: new Date(nextMs) };
    case "24h":
      return back(1);
    case "7d":
      return back(7);
    case "30d":
      return back(30);
    case "this-month":
      return { from: monthStart(0), to: new Date(nextMs) };
    case "last-month":
      return { from: monthStart(-1), to: monthStart(0) };
  }
}

/**
 * The day, week (from Monday) or month of a zone that contains `at`, as long as its clocks make it. Throws RangeError for
 * an unknown zone.
 */
export function getCalendarRange(unit: "day" | "week" | "month", at: Date, timeZone: string): Range {
  const today = new Date(localDayMs(at.getTime(), timeZone));
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const sinceMonday = (today.getUTCDay() + 6) % 7;
  const start = (periods: number) =>
    unit === "month" ? Date.UTC(year, month + periods, 1) : unit === "week" ? Date.UTC(year, month, day - sinceMonday + 7 * periods) : Date.UTC(year, month, day + periods);
  return { from: new Date(firstInstantMs(start(0), timeZone)), to: new Date(firstInstantMs(start(1), timeZone)) };
}

/**
 * When the hours or days of a chart begin in a zone, ascending; the first contains `range.from` and may begin
 * before it, each lasts until the next. Around a change of clocks a day has 23 to 25 hours, an hour may
 * have 30 to 90 minutes, and a day that a zone skipped is missing.
 * Throws RangeError for an unknown zone, a range that is invalid or begins before 1970, and above MAX_BUCKETS.
 */
export function bucketStarts(range: Range, unit: "hour" | "day", timeZone: string): Date[] {
  const fromMs = range.from.getTime();
  const toMs = range.to.getTime();
  if (!(fromMs >= 0 && toMs >= 0)) throw new RangeError("A chart begins in 1970 at the earliest");
  if ((toMs - fromMs) / (unit === "hour" ? HOUR_MS : DAY_MS) > MAX_BUCKETS) {
    throw new RangeError(`A chart has at most ${MAX_BUCKETS} buckets`);
  }
  if (fromMs >= toMs) return [];
  const starts = unit === "hour" ? hourStarts(fromMs, toMs, timeZone) : dayStarts(fromMs, toMs, timeZone);
  return starts.map((startMs) => new Date(startMs));
}

/** The first instant at which clocks in the zone show a wall time such as `2026-11-22T14:00`; null for any other text. Throws RangeError for an unknown zone. */
export function instantOfWall(text: string, timeZone: string): Date | null {
  const wallMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : NaN;
  return Number.isNaN(wallMs) || wallMs < 0 ? null : new Date(firstInstantMs(wallMs, timeZone));
}

function hourStarts(fromMs: number, toMs: number, timeZone: string): number[] {
  const wallMs = (atMs: number) => atMs + offsetMs(atMs, timeZone);
  // By quarters, since clocks also change by half an hour (Lord Howe) and zones by a quarter (Kathmandu in 1986).
  const continues = (atMs: number) => {
    const [before, now] = [wallMs(atMs - QUARTER_MS), wallMs(atMs)];
    return before < now && Math.floor(before / HOUR_MS) === Math.floor(now / HOUR_MS);
  };
  const next = (startMs: number) => {
    const wall = wallMs(startMs);
    // Nearly every hour is one: asked first, since each look at the clock costs microseconds.
    if (modulo(wall, HOUR_MS) === 0 && wallMs(startMs + HOUR_MS) === wall + HOUR_MS) return startMs + HOUR_MS;
    let atMs = startMs + QUARTER_MS;
    while (continues(atMs)) atMs += QUARTER_MS;
    return atMs;
  };
  const starts: number[] = [];
  let startMs = floorQuarterMs(fromMs);
  while (continues(startMs)) startMs -= QUARTER_MS;
  for (; startMs < toMs; startMs = next(startMs)) starts.push(startMs);
  return starts;
}

function dayStarts(fromMs: number, toMs: number, timeZone: string): number[] {
  const starts: number[] = [];
  for (let dayMs = localDayMs(fromMs, timeZone); ; dayMs += DAY_MS) {
    const startMs = firstInstantMs(dayMs, timeZone);
    if (startMs >= toMs) return starts;
    if (startMs !== starts.at(-1)) starts.push(startMs);
  }
}

/** The local calendar day of an instant, written as that day's midnight in UTC. */
function localDayMs(atMs: number, timeZone: string): number {
  const wallMs = atMs + offsetMs(atMs, timeZone);
  return wallMs - modulo(wallMs, DAY_MS);
}

/** The first instant of a wall time, such as a day's midnight, which may be skipped (Cairo) or come twice (Havana). @param wallMs as if it were UTC */
function firstInstantMs(wallMs: number, timeZone: string): number {
  const around = [offsetMs(wallMs - DAY_MS, timeZone), offsetMs(wallMs + DAY_MS, timeZone)];
  let atMs = wallMs - Math.max(...around);
  while (atMs + offsetMs(atMs, timeZone) < wallMs) atMs += QUARTER_MS;
  return atMs;
}

/** How far the zone's wall clock is ahead of UTC at an instant. */
function offsetMs(atMs: number, timeZone: string): number {
  const wall: Record<string, number> = {};
  for (const { type, value } of getClock(timeZone).formatToParts(atMs)) wall[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = wall;
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return wallMs - Math.floor(atMs / 1000) * 1000;
}

/** Making a formatter takes far longer than using it. Zones are few, their spellings in either case are not. */
const MAX_CLOCKS = 1_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

function getClock(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    // Newer runtimes also take offsets such as "+05:37", which are no zones and do not keep to quarter-hours.
    if (!/^[A-Za-z]/.test(timeZone)) throw new RangeError(`${JSON.stringify(timeZone)} is not a time zone`);
    clock = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    if (clocks.size >= MAX_CLOCKS) clocks.clear();
    clocks.set(timeZone, clock);
  }
  return clock;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
