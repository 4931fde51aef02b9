import type { CallFacts } from "./call-facts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Which calls a tier takes. Everything that is set must hold; null asks for nothing. */
export type Condition = {
  minPromptTokens: number | null;
  maxPromptTokens: number | null;
  stream: boolean | null;
  tools: boolean | null;
  images: boolean | null;
  jsonSchema: boolean | null;
  /** Each of these tags must have this value. */
  metadata: Readonly<Record<string, string>>;
  utc: DaySpan | null;
};

/** Minutes of the UTC day, from (inclusive) to (exclusive); over midnight when `from` is the later one. */
export type DaySpan = { fromMinute: number; toMinute: number };

export const ANY_CALL: Condition = {
  minPromptTokens: null,
  maxPromptTokens: null,
  stream: null,
  tools: null,
  images: null,
  jsonSchema: null,
  metadata: {},
  utc: null,
};

/** Why the tier does not take the call, in words; null when it does. */
export function unmetCondition(when: Condition, facts: CallFacts): string | null {
  const { minPromptTokens, maxPromptTokens, utc } = when;
  const size = `about ${facts.promptTokens} prompt tokens`;
  if (minPromptTokens !== null && facts.promptTokens < minPromptTokens) return `takes ${minPromptTokens} prompt tokens or more, not ${size}`;
  if (maxPromptTokens !== null && facts.promptTokens > maxPromptTokens) return `takes ${maxPromptTokens} prompt tokens at most, not ${size}`;
  for (const flag of ["stream", "tools", "images", "jsonSchema"] as const) {
    const wanted = when[flag];
    if (wanted !== null && wanted !== facts[flag]) return `takes calls ${wanted ? "with" : "without"} ${FLAGS[flag]} only`;
  }
  for (const [tag, value] of Object.entries(when.metadata)) {
    if (!Object.hasOwn(facts.metadata, tag) || facts.metadata[tag] !== value) return `takes calls with metadata ${tag}=${value} only`;
  }
  if (utc && !isWithin(utc, facts.startedAtMs)) return `takes calls from ${clock(utc.fromMinute)} to ${clock(utc.toMinute)} UTC only`;
  return null;
}

const FLAGS = { stream: "streaming", tools: "tools", images: "images", jsonSchema: "a JSON schema" };

/** Reads `22:00-06:00`; null for anything else, and for a span of no minute. */
export function parseDaySpan(text: string): DaySpan | null {
  const match = /^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(text);
  if (!match) return null;
  const [fromHour = 0, fromPart = 0, toHour = 0, toPart = 0] = match.slice(1).map(Number);
  const span = { fromMinute: fromHour * 60 + fromPart, toMinute: toHour * 60 + toPart };
  const isSpan = span.fromMinute < DAY_MINUTES && span.toMinute <= DAY_MINUTES && span.fromMinute !== span.toMinute;
  return isSpan ? span : null;
}

export function formatDaySpan({ fromMinute, toMinute }: DaySpan): string {
  return `${clock(fromMinute)}-${clock(toMinute)}`;
}

/** Whether a moment, in milliseconds since the epoch, lies within the span of its UTC day. */
export function isWithin({ fromMinute, toMinute }: DaySpan, atMs: number): boolean {
  const minute = Math.floor(atMs / MINUTE_MS) % DAY_MINUTES;
  return fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
