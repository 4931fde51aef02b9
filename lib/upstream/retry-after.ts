import { MAX_PAUSE_MS } from "@/lib/core/breaker";
import { findExhaustedMs, parseRateLimits } from "./rate-limits";
import { findHeader, parseFigure, type ResponseHeaders } from "./response-header";

/** What clients and walks are asked to wait at the most: some providers name hours, some a wrong year. */
export const MAX_RETRY_AFTER_MS = MAX_PAUSE_MS;

/**
 * How long a provider asks us to wait, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a date
 * (RFC 9110, 10.2.3), or else until all limits that have run out are reset. Garbage and negative values count as not said.
 */
export function parseRetryAfter(headers: ResponseHeaders, nowMs: number): number | null {
  const inMs = parseFigure(findHeader(headers, "retry-after-ms"));
  if (inMs !== null) return bounded(inMs);
  const text = findHeader(headers, "retry-after");
  const inSeconds = parseFigure(text);
  if (inSeconds !== null) return bounded(inSeconds * 1_000);
  // Date.parse is generous: only what looks like an HTTP date may be one.
  const date = text !== null && /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? findExhaustedMs(parseRateLimits(headers, nowMs)) : bounded(Math.max(0, date - nowMs));
}

function bounded(ms: number): number {
  return Math.min(Math.ceil(ms), MAX_RETRY_AFTER_MS);
}

/** A wait as a client is told it: whole seconds, at least one, bounded since clients sleep for whatever they are told. */
export function retryAfterSeconds(ms: number): number {
  return Math.max(1, Math.ceil(Math.min(ms, MAX_RETRY_AFTER_MS) / 1_000));
}
