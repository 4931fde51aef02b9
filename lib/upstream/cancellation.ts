/**
 * That a call is over before its answer is: its client has left, or we end it ourselves. What an AbortSignal would say,
 * without its cost: Node takes 4 µs of every call to make and hear one, a tenth of what the bare runtime does.
 */
export class Cancellation {
  private listeners: (() => void)[] = [];
  isCancelled = false;
  /** What it was cancelled with; undefined when nothing was said. */
  reason: unknown = undefined;

  /** Once; further times change nothing. */
  cancel(reason?: unknown): void {
    if (this.isCancelled) return;
    this.isCancelled = true;
    this.reason = reason;
    for (const listener of this.listeners.splice(0)) listener();
  }

  /** Told once, and not at all when it is cancelled already. */
  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  unlisten(listener: () => void): void {
    const at = this.listeners.indexOf(listener);
    if (at >= 0) this.listeners.splice(at, 1);
  }
}
