const FORMATS = {
  /** "22 Nov, 14:05:30" */
  second: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  /** "22 Nov, 14:05" */
  minute: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  /** "14:00" */
  hour: { hour: "2-digit", minute: "2-digit" },
  /** "14:05:30" */
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  /** "22 Nov" */
  day: { day: "numeric", month: "short" },
  /** "22 Nov 2026" */
  date: { day: "numeric", month: "short", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeGrain = keyof typeof FORMATS;

/** Making a formatter takes far longer than using it, and zones are few. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A time in a zone, as fine as the grain. The zone itself is named once on a page. */
export function formatTime(at: Date, grain: TimeGrain, timeZone: string): string {
  const key = `${grain}/${timeZone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-GB", { ...FORMATS[grain], hourCycle: "h23", timeZone });
    formatters.set(key, formatter);
  }
  return formatter.format(at);
}

/** What a form's field for a local time holds: "2026-11-22T14:05". */
export function wallTime(at: Date, timeZone: string): string {
  return at.toLocaleString("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).replace(" ", "T");
}
