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

type Learned = { limit: number | null; remaining: number; untilMs: number };

/**
 * What an endpoint's provider has said of its own limits: until their reset no more than it said remained goes out. Most
 * providers refill all the time, so this is on the safe side, and the next answer's headers put it right. Times are
 * milliseconds since the epoch; changed in place for the reason that Capacity is.
 */
export class LearnedLimits {
  private requests: Learned | null = null;
  private tokens: Learned | null = null;

  /** Takes what an answer said in place of what was known. */
  learn({ requests, tokens }: RateLimits, nowMs: number): void {
    if (requests) this.requests = learned(requests, nowMs);
    if (tokens) this.tokens = learned(tokens, nowMs);
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

function learned({ limit, remaining, resetMs }: RateLimit, nowMs: number): Learned {
  return { limit, remaining, untilMs: nowMs + Math.min(resetMs, MAX_PAUSE_MS) };
}

function findCap(known: Learned | null, what: "requests" | "tokens", need: number, nowMs: number): Capped | null {
  // A reset that is farther off than any was learned before the clock was set back.
  if (!known || need <= known.remaining || nowMs >= known.untilMs || known.untilMs - nowMs > MAX_PAUSE_MS) return null;
  const left = Math.max(0, Math.floor(known.remaining));
  const words = known.limit === null ? formatCount(left, what) : `${left.toLocaleString("en-US")} of ${formatCount(known.limit, what)}`;
  return { cap: `${words} left at the provider`, freeAtMs: known.untilMs };
}
