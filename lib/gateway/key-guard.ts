import { ApiError } from "@/lib/core/errors";
import { KeyMeter, limitHeaders, type KeyLimits } from "@/lib/core/key-limits";
import { retryAfterSeconds } from "@/lib/upstream/retry-after";
import type { Call } from "./call";

/** A call's place under its key's limits, until its answer has gone out. */
export type KeyPlace = {
  /** What the call has really used. */
  used(tokens: number): void;
  /** Once; further times change nothing. */
  leave(nowMs: number): void;
  /** What is left of the key's minute, for its client. */
  headers(nowMs: number): Record<string, string>;
};

/** Keys whose meters are kept; beyond it those that are used least recently begin their minute anew. */
const MAX_METERS = 10_000;

/** Keeps every API key to limits of its own: requests and tokens of the last minute, calls at a time. */
export class KeyGuard {
  private readonly meters = new Map<string, KeyMeter>();

  /** @param share of how many gateways on one port this is one: each allows its part */
  constructor(private readonly share: number) {}

  /**
   * Takes a place for a call: its prompt's tokens and what it may write at the most are reserved, and settled by what it
   * used. null for a key without limits, which costs nothing.
   * @throws ApiError 429 that names the limit
   */
  enter({ caller, facts, request }: Pick<Call, "caller" | "facts" | "request">, nowMs: number): KeyPlace | null {
    if (caller.limits === null) return null;
    const limits = this.partOf(caller.limits);
    const meter = this.meterOf(caller.apiKeyId);
    const tokens = Math.ceil(facts.promptTokens) + (request.outputBound ?? 0) * request.choices;
    const headers = (atMs: number) => limitHeaders(meter.minuteLeft(limits, atMs));
    const limited = meter.findLimit(limits, tokens, nowMs);
    if (limited) throw limitError(limited, headers(nowMs), nowMs);
    const ticket = meter.enter(tokens, nowMs);
    let used: number | null = null;
    return {
      used: (amount) => {
        used = amount;
      },
      leave: (atMs) => {
        meter.leave(ticket, used, atMs);
      },
      headers,
    };
  }

  private meterOf(apiKeyId: string): KeyMeter {
    const meter = this.meters.get(apiKeyId) ?? new KeyMeter();
    // At the end of the map's order, whose beginning is forgotten first.
    this.meters.delete(apiKeyId);
    this.meters.set(apiKeyId, meter);
    const [oldest] = this.meters.keys();
    if (this.meters.size > MAX_METERS && oldest !== undefined) this.meters.delete(oldest);
    return meter;
  }

  private partOf({ requestsPerMinute, tokensPerMinute, concurrentCalls }: KeyLimits): KeyLimits {
    const part = (limit: number | null) => (limit === null ? null : Math.max(1, Math.floor(limit / this.share)));
    return { requestsPerMinute: part(requestsPerMinute), tokensPerMinute: part(tokensPerMinute), concurrentCalls: part(concurrentCalls) };
  }
}

function limitError({ cap, freeAtMs }: { cap: string; freeAtMs: number | null }, headers: Record<string, string>, nowMs: number): ApiError {
  const retryAfterS = freeAtMs === null ? null : retryAfterSeconds(freeAtMs - nowMs);
  const hint = retryAfterS === null ? "Ask for less, or have its limit raised under API keys." : `Try again in ${retryAfterS} s.`;
  return new ApiError("key_limit_reached", `This API key is at its limit of ${cap}. ${hint}`, {
    retryAfterS, headers: retryAfterS === null ? { ...headers, "x-should-retry": "false" } : headers,
  });
}
