/** What clients and walks are asked to wait at the most: some providers name hours, some a wrong year. */
export const MAX_RETRY_AFTER_MS = 600_000;

/**
 * How long a provider asks us to wait, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a date
 * (RFC 9110, 10.2.3). Garbage and negative values count as not said.
 */
export function parseRetryAfter(headers: Readonly<Record<string, string | string[] | undefined>>, nowMs: number): number | null {
  const inMs = single(headers["retry-after-ms"]);
  if (inMs !== null && /^\d+(\.\d+)?$/.test(inMs)) return bounded(Number(inMs));
  const text = single(headers["retry-after"]);
  if (text === null) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return bounded(Number(text) * 1_000);
  // Date.parse is generous: only what looks like an HTTP date may be one.
  const date = /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : bounded(Math.max(0, date - nowMs));
}

function single(value: string | string[] | undefined): string | null {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? null : first.trim();
}

function bounded(ms: number): number {
  return Math.min(Math.ceil(ms), MAX_RETRY_AFTER_MS);
}
