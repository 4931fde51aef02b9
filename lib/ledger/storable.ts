import type { AttemptRecord, CallRecord } from "./record";

/** Of names: the longest that fits, in UTF-8, into an index row of Postgres together with the other keys. */
const NAME_CHARS = 512;
const SENTENCE_CHARS = 1_000;
const MAX_TAGS = 64;
const MAX_PLAN = 256;

/** NUL, or any half of a surrogate pair. */
const SUSPECT = /[\0\ud800-\udfff]/;

/**
 * The record with every text made such that Postgres takes it and the journal's bound holds: PostgreSQL stores no NUL
 * and jsonb no lone surrogate, both of which JSON can carry, and clients choose some of these texts.
 * Most records need nothing and are given back as they are, since this runs for every call.
 */
export function makeStorable(record: CallRecord): CallRecord {
  return isStorable(record) ? record : cleanRecord(record);
}

function isStorable({ profileSlug, requestedModel, servedEndpoint, plan, tags, attempts }: CallRecord): boolean {
  return (
    isName(profileSlug) && isName(requestedModel) && (servedEndpoint === null || isName(servedEndpoint)) &&
    plan.length <= MAX_PLAN && plan.every((entry) => isName(entry.endpoint) && isSentence(entry.reason)) &&
    areTags(tags) && attempts.every(isStorableAttempt)
  );
}

function isStorableAttempt({ endpoint, provider, detail }: AttemptRecord): boolean {
  return isName(endpoint) && isName(provider) && isSentence(detail);
}

function areTags(tags: CallRecord["tags"]): boolean {
  const keys = Object.keys(tags);
  return keys.length <= MAX_TAGS && keys.every((key) => isName(key) && isName(tags[key] ?? ""));
}

function isName(text: string): boolean {
  return text.length <= NAME_CHARS && !SUSPECT.test(text);
}

function isSentence(text: string): boolean {
  return text.length <= SENTENCE_CHARS && !SUSPECT.test(text);
}

function cleanRecord(record: CallRecord): CallRecord {
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
