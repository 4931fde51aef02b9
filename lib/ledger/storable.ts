import type { CallRecord } from "./record";

/** Of names: the longest that fits, in UTF-8, into an index row of Postgres together with the other keys. */
const NAME_CHARS = 512;
const SENTENCE_CHARS = 1_000;
const MAX_TAGS = 64;
const MAX_PLAN = 256;

/**
 * The record with every text made such that Postgres takes it and the journal's bound holds: PostgreSQL stores no NUL
 * and jsonb no lone surrogate, both of which JSON can carry, and clients choose some of these texts.
 */
export function makeStorable(record: CallRecord): CallRecord {
  const tags = Object.entries(record.tags).slice(0, MAX_TAGS);
  return {
    ...record,
    profileSlug: cleanText(record.profileSlug, NAME_CHARS),
    requestedModel: cleanText(record.requestedModel, NAME_CHARS),
    servedEndpoint: record.servedEndpoint === null ? null : cleanText(record.servedEndpoint, NAME_CHARS),
    plan: record.plan.slice(0, MAX_PLAN).map((entry) => ({
      ...entry,
      endpoint: cleanText(entry.endpoint, NAME_CHARS),
      reason: cleanText(entry.reason, SENTENCE_CHARS),
    })),
    tags: Object.fromEntries(tags.map(([key, value]) => [cleanText(key, NAME_CHARS), cleanText(value, NAME_CHARS)])),
    attempts: record.attempts.map((attempt) => ({
      ...attempt,
      endpoint: cleanText(attempt.endpoint, NAME_CHARS),
      provider: cleanText(attempt.provider, NAME_CHARS),
      detail: cleanText(attempt.detail, SENTENCE_CHARS),
    })),
  };
}

/** Without NUL, lone surrogates as U+FFFD, and at most `maxChars` UTF-16 units. */
export function cleanText(text: string, maxChars: number): string {
  const bounded = text.length > maxChars ? text.slice(0, maxChars) : text;
  return bounded.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}
