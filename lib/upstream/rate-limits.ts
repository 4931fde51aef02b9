import { MAX_PAUSE_MS } from "@/lib/core/breaker";
import type { RateLimit, RateLimits } from "@/lib/core/learned-limits";
import { findHeader, parseFigure, type ResponseHeaders } from "./response-header";

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = {
  d: DAY_MS, h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, µs: 1e-3, ns: 1e-6,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:d|h|ms|m|s|us|µs|ns))+$/;
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
/** Seconds until then would be 31 years, and milliseconds since the epoch before 1973: so these are what they seem. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e11;

/**
 * What a provider says of its limits with an answer, in three ways: `x-ratelimit-*-requests` and `-tokens` (OpenAI, Groq,
 * Azure and many after them), `x-ratelimit-*` alone for requests (OpenRouter), and `anthropic-ratelimit-*`. A limit
 * without a sound figure of what remains and of its reset counts as not said. Resets are 0 to 10 minutes away.
 */
export function parseRateLimits(headers: ResponseHeaders, nowMs: number): RateLimits {
  if (!saysLimits(headers)) return SILENT;
  const find = (limit: string, remaining: string, reset: string) => findLimit(headers, nowMs, { limit, remaining, reset });
  const openai = (what: string) =>
    find(`x-ratelimit-limit${what}`, `x-ratelimit-remaining${what}`, `x-ratelimit-reset${what}`);
  const anthropic = (what: string) =>
    find(`anthropic-ratelimit-${what}-limit`, `anthropic-ratelimit-${what}-remaining`, `anthropic-ratelimit-${what}-reset`);
  return {
    requests: openai("-requests") ?? anthropic("requests") ?? openai(""),
    tokens: openai("-tokens") ?? joinTokens(anthropic("tokens"), anthropic("input-tokens"), anthropic("output-tokens")),
  };
}

const SILENT: RateLimits = { requests: null, tokens: null };

/** Most answers say nothing of limits, and each name that is looked for costs time. */
function saysLimits(headers: ResponseHeaders): boolean {
  for (const name in headers) if (name.includes("ratelimit-")) return true;
  return false;
}

/** How long until there is something left of all that has run out, in milliseconds; null when nothing has, as far as is said. */
export function findExhaustedMs({ requests, tokens }: RateLimits): number | null {
  const resets = [requests, tokens].flatMap((limit) => (limit?.remaining === 0 ? [limit.resetMs] : []));
  return resets.length > 0 ? Math.max(...resets) : null;
}

/**
 * A part that has run out stops every call. Otherwise the whole counts: a part with less left than a call's tokens in
 * all need not stop it, since Anthropic gives a fifth as many tokens for output as for input.
 */
function joinTokens(all: RateLimit | null, input: RateLimit | null, output: RateLimit | null): RateLimit | null {
  const exhausted = [all, input, output].filter((limit) => limit?.remaining === 0);
  if (exhausted.length > 0) return exhausted.reduce((a, b) => (a && b && b.resetMs > a.resetMs ? b : a)) ?? null;
  if (all || !input || !output) return all;
  return {
    limit: input.limit === null || output.limit === null ? null : input.limit + output.limit,
    remaining: input.remaining + output.remaining,
    resetMs: Math.max(input.resetMs, output.resetMs),
  };
}

type Names = { limit: string; remaining: string; reset: string };

function findLimit(headers: ResponseHeaders, nowMs: number, names: Names): RateLimit | null {
  const remaining = parseCount(findHeader(headers, names.remaining));
  if (remaining === null) return null;
  const resetMs = parseReset(findHeader(headers, names.reset), nowMs);
  return resetMs === null ? null : { limit: parseCount(findHeader(headers, names.limit)), remaining, resetMs };
}

function parseCount(text: string | null): number | null {
  const figure = parseFigure(text);
  return figure === null ? null : Math.min(Math.floor(figure), Number.MAX_SAFE_INTEGER);
}

/** How far off a reset is: "6m0s", "2m59.56s", "20ms"; "1.5" seconds; since the epoch; or a date of RFC 3339. */
function parseReset(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  const figure = parseFigure(text);
  if (figure !== null) {
    if (figure < EPOCH_SECONDS) return bounded(figure * 1_000);
    return bounded((figure < EPOCH_MS ? figure * 1_000 : figure) - nowMs);
  }
  if (DURATION.test(text)) {
    let ms = 0;
    for (const [, value, unit] of text.matchAll(/([\d.]+)([a-zµ]+)/g)) ms += Number(value) * (UNIT_MS[unit ?? ""] ?? 0);
    return bounded(ms);
  }
  const atMs = RFC_3339.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(atMs) ? null : bounded(atMs - nowMs);
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), MAX_PAUSE_MS);
}
