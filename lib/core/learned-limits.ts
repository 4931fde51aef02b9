import { MAX_PAUSE_MS } from "./breaker";
import { formatCount, later, type Capped } from "./capacity";

/** What a provider says of one of its limits. */
export type RateLimit = {
  /** Per window, whatever that is; null where it does not say. */
  limit: number | null;
  remaining: number;
  /** Until there is the whole limit again. */
  resetMs: number;
};

export type RateLimits = { requests: RateLimit | null; tokens: RateLimit | null };

type Learned = {
  limit: number | null;
  remaining: number;
  saidAtMs: number;
  untilMs: number;
  /** How long it takes until there is room for one more; null where that is not known. */
  refillMs: number | null;
};

/**
 * What an endpoint's provider has said of its own limits: until their reset no more goes out than it said remained, and
 * what has been refilled since. OpenAI, Groq and Anthropic refill all the time, and their reset is when the limit will be
 * whole again; where a provider does it all at once, its next 429 says so. Times are milliseconds since the epoch;
 * changed in place for the reason that Capacity is.
 */
export class LearnedLimits {
  private requests: Learned | null = null;
  private tokens: Learned | null = null;

  /**
   * Takes what an answer said in place of what was said before it.
   * @param saidAtMs when its headers came
   */
  learn({ requests, tokens }: RateLimits, saidAtMs: number): void {
    this.requests = newer(this.requests, requests, saidAtMs);
    this.tokens = newer(this.tokens, tokens, saidAtMs);
  }

  /** Nothing was said of late, so nothing can stand in a call's way. */
  get isSilent(): boolean {
    return this.requests === null && this.tokens === null;
  }

  /** Which limit this call would go over, the one that is reset last if both; null when there is room. */
  findCap(tokens: number, nowMs: number): Capped | null {
    return later(findCap(this.requests, "requests", 1, nowMs), findCap(this.tokens, "tokens", tokens, nowMs));
  }

  /** Counts a call against what is left. Nothing is given back: what the provider counted, it says itself. */
  reserve(tokens: number): void {
    if (this.requests) this.requests.remaining -= 1;
    if (this.tokens) this.tokens.remaining -= tokens;
  }
}

function newer(known: Learned | null, said: RateLimit | null, saidAtMs: number): Learned | null {
  if (!said || (known && saidAtMs < known.saidAtMs && !isOver(known, saidAtMs))) return known;
  const { limit, remaining, resetMs } = said;
  const refillMs = limit !== null && limit > remaining ? resetMs / (limit - remaining) : null;
  return { limit, remaining, saidAtMs, untilMs: saidAtMs + Math.min(resetMs, MAX_PAUSE_MS), refillMs };
}

/** Also when its reset is farther off than any can be: it was learned before the clock was set back. */
function isOver({ untilMs }: Learned, nowMs: number): boolean {
  return nowMs >= untilMs || untilMs - nowMs > MAX_PAUSE_MS;
}

function findCap(known: Learned | null, what: "requests" | "tokens", need: number, nowMs: number): Capped | null {
  if (!known || need <= known.remaining || isOver(known, nowMs)) return null;
  const freeAtMs = freeAt(known, need);
  if (nowMs >= freeAtMs) return null;
  const limit = known.limit === null ? what : formatCount(known.limit, what);
  const left = Math.max(0, Math.floor(known.remaining)).toLocaleString("en-US");
  return { cap: `${limit} at the provider (${left} left)`, freeAtMs };
}

/** When there will be room for so many: in the course of the refilling, or with the reset where its pace is not known. */
function freeAt({ remaining, saidAtMs, untilMs, refillMs }: Learned, need: number): number {
  return refillMs === null ? untilMs : Math.min(untilMs, saidAtMs + Math.ceil((need - remaining) * refillMs));
}
