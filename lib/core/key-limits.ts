import { Capacity, type Capped, type Ticket } from "./capacity";
import type { Caps } from "./profile";

/** What one API key may ask for; null is no limit. */
export type KeyLimits = { requestsPerMinute: number | null; tokensPerMinute: number | null; concurrentCalls: number | null };

export const NO_LIMITS: KeyLimits = { requestsPerMinute: null, tokensPerMinute: null, concurrentCalls: null };

export function isLimited({ requestsPerMinute, tokensPerMinute, concurrentCalls }: KeyLimits): boolean {
  return requestsPerMinute !== null || tokensPerMinute !== null || concurrentCalls !== null;
}

/** How much of a key's minute is left, and when all of it is again. */
export type MinuteLeft = { limit: number; remaining: number; resetMs: number };

/** What one key uses of its limits: the same count of the last minute that caps of tiers have. */
export class KeyMeter {
  private readonly capacity = new Capacity();

  /** Which limit a call of so many tokens would go over; null when there is room. */
  findLimit(limits: KeyLimits, tokens: number, nowMs: number): Capped | null {
    return this.capacity.findCap(capsOf(limits), { tokens, pico: 0n }, nowMs);
  }

  enter(tokens: number, nowMs: number): Ticket {
    return this.capacity.reserve({ tokens, pico: 0n }, nowMs);
  }

  /** @param tokens what was really used; null is nothing, and the request still counts */
  leave(ticket: Ticket, tokens: number | null, nowMs: number): void {
    this.capacity.settle(ticket, tokens === null ? null : { tokens, pico: 0n }, nowMs);
  }

  minuteLeft({ requestsPerMinute, tokensPerMinute }: KeyLimits, nowMs: number): { requests: MinuteLeft | null; tokens: MinuteLeft | null } {
    const { requests, tokens, clearAtMs } = this.capacity.minuteStanding(nowMs);
    const left = (limit: number | null, used: number) =>
      limit === null ? null : { limit, remaining: Math.max(0, limit - used), resetMs: used === 0 ? 0 : Math.max(0, clearAtMs - nowMs) };
    return { requests: left(requestsPerMinute, requests), tokens: left(tokensPerMinute, tokens) };
  }
}

function capsOf({ requestsPerMinute, tokensPerMinute, concurrentCalls }: KeyLimits): Caps {
  return { requestsPerMinute, tokensPerMinute, concurrent: concurrentCalls, picoPerDay: null };
}

/** The headers in which OpenAI tells its limits (platform.openai.com/docs/guides/rate-limits), as its clients read them. */
export function limitHeaders({ requests, tokens }: ReturnType<KeyMeter["minuteLeft"]>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [what, left] of [["requests", requests], ["tokens", tokens]] as const) {
    if (left === null) continue;
    headers[`x-ratelimit-limit-${what}`] = String(left.limit);
    headers[`x-ratelimit-remaining-${what}`] = String(left.remaining);
    headers[`x-ratelimit-reset-${what}`] = formatReset(left.resetMs);
  }
  return headers;
}

/** As OpenAI writes times: `0s`, `17ms`, `6s`, `1m0s`. */
export function formatReset(ms: number): string {
  if (ms > 0 && ms < 1_000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
