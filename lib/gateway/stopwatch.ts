/** Tells waiting for others from our own work, on the monotonic clock. Milliseconds. */
export class Stopwatch {
  private since: number | null = null;

  /** @param beforeMs what has been waited already */
  constructor(private beforeMs: number) {}

  startWaiting(): void {
    this.since ??= performance.now();
  }

  stopWaiting(): void {
    this.beforeMs = this.waitedMs;
    this.since = null;
  }

  /** Waited for the client's body, for providers and in pauses: all else is our own work. */
  get waitedMs(): number {
    return this.beforeMs + (this.since === null ? 0 : performance.now() - this.since);
  }
}
