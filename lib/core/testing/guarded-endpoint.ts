import { attemptSpeaks, breakerGate, CLOSED, endAttempt, startAttempt, type Breaker } from "../breaker";
import type { AttemptEnd } from "../breaker-trip";
import type { Cause } from "../outcome";

export const NOW = Date.UTC(2026, 0, 1, 12);
export const served: AttemptEnd = { outcome: "served" };
export const aborted: AttemptEnd = { outcome: "aborted" };
export const failed = (cause: Cause, retryAfterMs: number | null = null): AttemptEnd => ({ outcome: "failed", cause, retryAfterMs });

/** One endpoint's breaker with its attempts, as the gateway holds it. */
export class GuardedEndpoint {
  breaker: Breaker = CLOSED;
  constructor(public nowMs = NOW) {}
  start() {
    const { breaker, attempt, isProbe } = startAttempt(this.breaker, this.nowMs);
    this.breaker = breaker;
    return { attempt, isProbe };
  }
  end(attempt: number, end: AttemptEnd) {
    this.breaker = endAttempt(this.breaker, attempt, end, this.nowMs);
  }
  call(...ends: AttemptEnd[]) {
    for (const end of ends) this.end(this.start().attempt, end);
  }
  speak(attempt: number) {
    this.breaker = attemptSpeaks(this.breaker, attempt);
  }
  get gate() {
    return breakerGate(this.breaker, this.nowMs);
  }
}
