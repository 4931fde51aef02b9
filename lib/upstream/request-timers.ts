import type { AttemptTimers } from "@/lib/core/deadline";
import type { Cause } from "@/lib/core/outcome";
import type { Cancellation } from "./cancellation";

/** Who ended a request before it was over: one of our timers, or the client by leaving. */
export type Cut = Extract<Cause, `timeout_${string}`> | "left";

/** Node's own timers may fire so much too early, since they count in whole milliseconds. */
const EARLY_MS = 1;

/**
 * The timers of one request, of which the first that runs out ends it, as does the client's leaving. One timer of Node's
 * looks after all of them, and is moved only when a time comes nearer: phases follow each other with every chunk.
 */
export class RequestTimers {
  private readonly startedAt = performance.now();
  /** On the clock of `elapsedMs`. */
  private phase: { cause: Cut; untilMs: number } | null = null;
  private timer: NodeJS.Timeout | undefined;
  private wakesAtMs = Infinity;
  /** Why we ended the request ourselves; null while we did not. */
  cut: Cut | null = null;

  /** @param end ends the request */
  constructor(
    private readonly timers: AttemptTimers,
    private readonly cancellation: Cancellation,
    private readonly end: (by: Cut) => void,
  ) {
    if (cancellation.isCancelled) this.leave();
    else cancellation.listen(this.leave);
  }

  elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Starts the one phase timer anew. */
  arm(cause: Cut, ms: number): void {
    const now = this.elapsedMs();
    // Of two that would end together, the whole call's is what ran out.
    this.phase = ms < this.timers.remainingMs - now ? { cause, untilMs: now + ms } : null;
    this.wakeBy(Math.min(now + ms, this.timers.remainingMs), now);
  }

  /** The same for a phase that must end within the attempt's share of the call's time. */
  armInShare(cause: Cut, ms: number): void {
    this.arm(cause, Math.min(ms, this.timers.shareMs - this.elapsedMs()));
  }

  disarm(): void {
    this.phase = null;
  }

  stop(): void {
    clearTimeout(this.timer);
    this.wakesAtMs = -Infinity;
    this.cancellation.unlisten(this.leave);
  }

  private wakeBy(atMs: number, nowMs: number): void {
    if (atMs >= this.wakesAtMs) return;
    clearTimeout(this.timer);
    this.wakesAtMs = atMs;
    this.timer = setTimeout(this.wake, Math.max(1, Math.ceil(atMs - nowMs)));
  }

  /** What it woke for may have been put off meanwhile: then it sleeps until the next that is due. */
  private readonly wake = (): void => {
    const now = this.elapsedMs() + EARLY_MS;
    if (now >= this.timers.remainingMs) return this.expire("timeout_total");
    if (this.phase && now >= this.phase.untilMs) return this.expire(this.phase.cause);
    this.wakesAtMs = Infinity;
    this.wakeBy(Math.min(this.phase?.untilMs ?? Infinity, this.timers.remainingMs), now);
  };

  private expire(by: Cut): void {
    this.cut ??= by;
    this.end(by);
  }

  private readonly leave = (): void => {
    this.expire("left");
  };
}
