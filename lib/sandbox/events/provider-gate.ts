import type { RateLimit, RateLimits } from "@/lib/core/learned-limits";
import type { Usage } from "@/lib/core/usage";
import type { ProviderLimits } from "../scenario";

const MINUTE_MS = 60_000;
/** Sums of fractions of tokens: what is so little short is whole. */
const CRUMB = 1e-6;

/** What one call takes of the limits when it is let in. */
export type Taken = { readonly atMs: number; readonly output: number };

/** A provider's own limits at work: it lets a call in or refuses it. Times are ms from the start of the run. */
export class ProviderGate {
  private readonly requests: Gauge | null;
  private readonly tokens: Gauge | null;
  private readonly input: Gauge | null;
  private readonly output: Gauge | null;

  constructor(private readonly limits: ProviderLimits) {
    const gauge = (perMinute: number | null) => (perMinute === null ? null : createGauge(perMinute, limits));
    this.requests = gauge(limits.requestsPerMinute);
    this.tokens = gauge(limits.tokensPerMinute);
    this.input = gauge(limits.inputTokensPerMinute);
    this.output = gauge(limits.outputTokensPerMinute);
  }

  /** Lets a call in, and takes its share; or how many milliseconds it must wait until there is room. */
  admit(usage: Usage, atMs: number): Taken | number {
    const input = this.limits.countsCachedInput ? usage.input : usage.input - usage.cachedInput;
    const output = this.limits.reserves === "max-tokens" ? Math.max(this.limits.maxOutputTokens, usage.output) : usage.output;
    const waitMs = Math.max(
      this.requests?.waitMs(1, atMs) ?? 0,
      this.tokens?.waitMs(input + output, atMs) ?? 0,
      this.input?.waitMs(input, atMs) ?? 0,
      this.output?.waitMs(output, atMs) ?? 0,
    );
    if (waitMs > 0) return waitMs;
    this.requests?.take(1, atMs);
    this.tokens?.take(input + output, atMs);
    this.input?.take(input, atMs);
    this.output?.take(output, atMs);
    return { atMs, output };
  }

  /** Gives back what was reserved and not written. */
  settle(taken: Taken, written: number, atMs: number): void {
    const unused = taken.output - written;
    if (unused <= 0) return;
    this.tokens?.giveBack(unused, taken.atMs, atMs);
    this.output?.giveBack(unused, taken.atMs, atMs);
  }

  /** What an answer's headers say is left: of tokens, the limit on both, else that on input. */
  left(atMs: number): RateLimits {
    return { requests: this.requests?.left(atMs) ?? null, tokens: (this.tokens ?? this.input)?.left(atMs) ?? null };
  }
}

/** One limit. */
type Gauge = {
  /** How long until there is room for so many; 0 when there is. More than it ever holds waits until it is full. */
  waitMs(need: number, atMs: number): number;
  take(count: number, atMs: number): void;
  giveBack(count: number, takenAtMs: number, atMs: number): void;
  left(atMs: number): RateLimit;
};

function createGauge(perMinute: number, { window, bucketMinutes }: ProviderLimits): Gauge {
  return window === "bucket" ? new Bucket(perMinute, Math.max(1, perMinute * bucketMinutes)) : new FixedMinute(perMinute);
}

/** Refilled all the time, up to what it holds. Full at the start. */
class Bucket implements Gauge {
  private level: number;
  private seenAtMs = 0;

  constructor(
    private readonly perMinute: number,
    private readonly holds: number,
  ) {
    this.level = holds;
  }

  waitMs(need: number, atMs: number): number {
    this.refill(atMs);
    const short = Math.min(need, this.holds) - this.level;
    return short <= CRUMB ? 0 : (short / this.perMinute) * MINUTE_MS;
  }

  take(count: number): void {
    this.level -= count;
  }

  giveBack(count: number, _takenAtMs: number, atMs: number): void {
    this.refill(atMs);
    this.level = Math.min(this.holds, this.level + count);
  }

  left(atMs: number): RateLimit {
    this.refill(atMs);
    return { limit: this.holds, remaining: Math.max(0, Math.floor(this.level + CRUMB)), resetMs: ((this.holds - this.level) / this.perMinute) * MINUTE_MS };
  }

  private refill(atMs: number): void {
    this.level = Math.min(this.holds, this.level + ((atMs - this.seenAtMs) / MINUTE_MS) * this.perMinute);
    this.seenAtMs = atMs;
  }
}

/** Whole again at the start of each minute. */
class FixedMinute implements Gauge {
  private minute = 0;
  private used = 0;

  constructor(private readonly perMinute: number) {}

  waitMs(need: number, atMs: number): number {
    this.turn(atMs);
    return this.used + Math.min(need, this.perMinute) <= this.perMinute + CRUMB ? 0 : (this.minute + 1) * MINUTE_MS - atMs;
  }

  take(count: number): void {
    this.used += count;
  }

  giveBack(count: number, takenAtMs: number, atMs: number): void {
    this.turn(atMs);
    if (Math.floor(takenAtMs / MINUTE_MS) === this.minute) this.used = Math.max(0, this.used - count);
  }

  left(atMs: number): RateLimit {
    this.turn(atMs);
    return { limit: this.perMinute, remaining: Math.max(0, Math.floor(this.perMinute - this.used)), resetMs: (this.minute + 1) * MINUTE_MS - atMs };
  }

  private turn(atMs: number): void {
    const minute = Math.floor(atMs / MINUTE_MS);
    if (minute !== this.minute) [this.minute, this.used] = [minute, 0];
  }
}
