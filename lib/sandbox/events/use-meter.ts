import type { Caps } from "@/lib/core/profile";
import type { Usage } from "@/lib/core/usage";
import type { ProviderLimits } from "../scenario";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PICO_PER_USD = 1e12;

/** How much of a tier's caps and of its provider's limits is in use, minute by minute. Times are ms from the start. */
export class UseMeter {
  /** By stretch: the largest part of any of them in a minute of it. */
  readonly parts: Float64Array;
  private minute = -1;
  private day = -1;
  private requests = 0;
  private tokens = 0;
  private input = 0;
  private output = 0;
  private spentUsd = 0;
  private underWay = 0;

  constructor(
    private readonly caps: Caps,
    private readonly limits: ProviderLimits | null,
    stretches: number,
    private readonly stretchMs: number,
  ) {
    this.parts = new Float64Array(stretches);
  }

  /** Whether there is anything to measure. */
  static isNeeded(caps: Caps, limits: ProviderLimits | null): boolean {
    return limits !== null || Object.values(caps).some((cap) => cap !== null);
  }

  start(atMs: number): void {
    this.turn(atMs);
    this.requests += 1;
    this.underWay += 1;
    this.note(atMs, this.requests, this.caps.requestsPerMinute, this.limits?.requestsPerMinute);
    this.note(atMs, this.underWay, this.caps.concurrent);
  }

  /** @param usage null where it used nothing */
  end(usage: Usage | null, spentUsd: number, atMs: number): void {
    this.underWay -= 1;
    if (!usage) return;
    this.turn(atMs);
    const input = this.limits?.countsCachedInput === false ? usage.input - usage.cachedInput : usage.input;
    this.tokens += input + usage.output;
    this.input += input;
    this.output += usage.output;
    this.spentUsd += spentUsd;
    this.note(atMs, this.tokens, this.caps.tokensPerMinute, this.limits?.tokensPerMinute);
    this.note(atMs, this.input, this.limits?.inputTokensPerMinute);
    this.note(atMs, this.output, this.limits?.outputTokensPerMinute);
    this.note(atMs, this.spentUsd, this.caps.picoPerDay === null ? null : Number(this.caps.picoPerDay) / PICO_PER_USD);
  }

  private turn(atMs: number): void {
    const [minute, day] = [Math.floor(atMs / MINUTE_MS), Math.floor(atMs / DAY_MS)];
    if (minute !== this.minute) [this.minute, this.requests, this.tokens, this.input, this.output] = [minute, 0, 0, 0, 0];
    if (day !== this.day) [this.day, this.spentUsd] = [day, 0];
  }

  private note(atMs: number, used: number, ...mosts: (number | null | undefined)[]): void {
    const stretch = Math.min(Math.floor(atMs / this.stretchMs), this.parts.length - 1);
    for (const most of mosts) {
      if (most) this.parts[stretch] = Math.max(this.parts[stretch] ?? 0, used / most);
    }
  }
}
