const SECOND_MS = 1_000;
/** With 60 slots, a use late in one second and one early in the 60th after it would be less than a minute apart. */
const SLOTS = 61;

/** What was used in one second. */
export type Second = { readonly number: number; requests: number; tokens: number };

/**
 * Requests and tokens of the last 60 seconds, never fewer than there were: what was used in a second counts whole until
 * that second is a minute old. Takes the same room whatever the traffic.
 */
export class LastMinute {
  /** Ascending, none older than a minute. */
  private readonly seconds: Second[] = [];
  private lastMs = -Infinity;
  /** How far the clock was set back in all: our own time stands still then, so that nothing is freed or kept for it. */
  private setBackMs = 0;

  /** Counts a use now. What it returns may be corrected, also long after. */
  use(requests: number, tokens: number, nowMs: number): Second {
    const number = this.advance(nowMs);
    let second = this.seconds.at(-1);
    if (second?.number !== number) this.seconds.push((second = { number, requests: 0, tokens: 0 }));
    second.requests += requests;
    second.tokens += tokens;
    return second;
  }

  /** When `need`, at most `cap`, fits under the cap, in milliseconds since the epoch; null when it does now. */
  findFreeAtMs(what: "requests" | "tokens", need: number, cap: number, nowMs: number): number | null {
    this.advance(nowMs);
    let over = need - cap;
    for (const second of this.seconds) over += second[what];
    if (over <= 0) return null;
    for (const second of this.seconds) {
      over -= second[what];
      if (over <= 0) return (second.number + SLOTS) * SECOND_MS - this.setBackMs;
    }
    throw new RangeError(`${need} never fit under ${cap}`);
  }

  /** What counts now, and when none of it will, in milliseconds since the epoch. */
  standing(nowMs: number): { requests: number; tokens: number; clearAtMs: number } {
    this.advance(nowMs);
    const sum = { requests: 0, tokens: 0, clearAtMs: nowMs };
    for (const { number, requests, tokens } of this.seconds) {
      sum.requests += requests;
      sum.tokens += tokens;
      if (requests > 0 || tokens > 0) sum.clearAtMs = (number + SLOTS) * SECOND_MS - this.setBackMs;
    }
    return sum;
  }

  /** @returns the number of the current second */
  private advance(nowMs: number): number {
    if (nowMs < this.lastMs) this.setBackMs += this.lastMs - nowMs;
    this.lastMs = nowMs;
    const number = Math.floor((nowMs + this.setBackMs) / SECOND_MS);
    while (this.seconds[0] && this.seconds[0].number <= number - SLOTS) this.seconds.shift();
    return number;
  }
}
