import type { AttemptTimers } from "@/lib/core/deadline";
import type { Cause } from "@/lib/core/outcome";

/** Who ended a request before it was over: one of our timers, or the client by leaving. */
export type Cut = Extract<Cause, `timeout_${string}`> | "left";

/** The timers of one request, of which the first that runs out ends it, as does the client's leaving. */
export class RequestTimers {
  private readonly startedAt = performance.now();
  private readonly total: NodeJS.Timeout;
  private phase: NodeJS.Timeout | undefined;
  /** Why we ended the request ourselves; null while we did not. */
  cut: Cut | null = null;

  /** @param end ends the request */
  constructor(
    private readonly timers: AttemptTimers,
    private readonly signal: AbortSignal,
    private readonly end: (by: Cut) => void,
  ) {
    this.total = setTimeout(this.expire, timers.remainingMs, "timeout_total");
    if (signal.aborted) this.leave();
    else signal.addEventListener("abort", this.leave, { once: true });
  }

  elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Starts the one phase timer anew. */
  arm(cause: Cut, ms: number): void {
    clearTimeout(this.phase);
    // Of two that would end together, the whole call's is what ran out.
    if (ms < this.timers.remainingMs - this.elapsedMs()) this.phase = setTimeout(this.expire, ms, cause);
  }

  /** The same for a phase that must end within the attempt's share of the call's time. */
  armInShare(cause: Cut, ms: number): void {
    this.arm(cause, Math.min(ms, this.timers.shareMs - this.elapsedMs()));
  }

  disarm(): void {
    clearTimeout(this.phase);
  }

  stop(): void {
    clearTimeout(this.total);
    this.disarm();
    this.signal.removeEventListener("abort", this.leave);
  }

  private readonly expire = (by: Cut): void => {
    this.cut ??= by;
    this.end(by);
  };

  private readonly leave = (): void => {
    this.expire("left");
  };
}
