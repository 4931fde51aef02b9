/** A key may hold this many times what is left free: about three quarters when alone, less the more others hold. */
const SHARE = 3;

export type AdmissionLimits = {
  /** Calls under way at once. */
  calls: number;
  /** Bytes of their bodies, together. */
  bytes: number;
  /** Calls that may wait for a place. */
  queue: number;
  waitMs: number;
};

/** A call's place among those under way, held until its answer has gone out. */
export type Place = {
  /** Counts bytes of a body whose length was not told. @returns false when there is no room for them */
  grow(bytes: number): boolean;
  /** Once; further times change nothing. */
  leave(): void;
};

type Asking = { key: string; bytes: number };
type Waiting = Asking & { untilMs: number; decide: (place: Place | null) => void };

/** What a key holds, or all keys together. */
type Held = { calls: number; bytes: number };

/**
 * Bounds what is under way at once, in calls and in bytes, and leaves room for every key: one that holds nothing finds a
 * place as long as any is free. Who finds none waits, briefly; the last one to come is served first, since it has waited
 * least: under a lasting overload a queue in order would make everybody wait and then refuse them. Knows no clock.
 */
export class Admission {
  private readonly all: Held = { calls: 0, bytes: 0 };
  private readonly byKey = new Map<string, Held>();
  private waiting: Waiting[] = [];

  constructor(private readonly limits: AdmissionLimits) {}

  get waitMs(): number {
    return this.limits.waitMs;
  }

  /** A place, or null when there is none for this key now. */
  tryEnter(asking: Asking): Place | null {
    return this.hasRoom(asking.key, 1, asking.bytes) ? this.take(asking) : null;
  }

  /**
   * Waits for a place; `decide` is told of it, or null once `waitMs` have passed.
   * @returns false when the queue is full, or the key's share of it: then there is nothing to wait for
   */
  wait(asking: Asking, nowMs: number, decide: Waiting["decide"]): boolean {
    const ahead = this.waiting.filter(({ key }) => key === asking.key).length;
    if (!isWithinShare(ahead, 1, this.limits.queue - this.waiting.length)) return false;
    this.waiting.push({ ...asking, untilMs: nowMs + this.limits.waitMs, decide });
    return true;
  }

  /** Sends those away who have waited long enough. */
  expire(nowMs: number): void {
    const expired = this.waiting.filter(({ untilMs }) => untilMs <= nowMs);
    if (expired.length === 0) return;
    this.waiting = this.waiting.filter(({ untilMs }) => untilMs > nowMs);
    for (const { decide } of expired) decide(null);
  }

  status(): { calls: number; bytes: number; waiting: number } {
    return { ...this.all, waiting: this.waiting.length };
  }

  private take({ key, bytes }: Asking): Place {
    this.add(key, 1, bytes);
    let held = bytes;
    let isHeld = true;
    return {
      grow: (more) => {
        if (!this.hasRoom(key, 0, more)) return false;
        held += more;
        this.add(key, 0, more);
        return true;
      },
      leave: () => {
        if (!isHeld) return;
        isHeld = false;
        this.add(key, -1, -held);
        this.admitWaiting();
      },
    };
  }

  private admitWaiting(): void {
    for (let index = this.waiting.length - 1; index >= 0 && this.all.calls < this.limits.calls; index--) {
      const next = this.waiting[index];
      if (!next || !this.hasRoom(next.key, 1, next.bytes)) continue;
      this.waiting.splice(index, 1);
      next.decide(this.take(next));
    }
  }

  private hasRoom(key: string, calls: number, bytes: number): boolean {
    const mine = this.byKey.get(key) ?? { calls: 0, bytes: 0 };
    return (
      isWithinShare(mine.calls, calls, this.limits.calls - this.all.calls) &&
      isWithinShare(mine.bytes, bytes, this.limits.bytes - this.all.bytes)
    );
  }

  private add(key: string, calls: number, bytes: number): void {
    const mine = this.byKey.get(key) ?? { calls: 0, bytes: 0 };
    for (const held of [mine, this.all]) {
      held.calls += calls;
      held.bytes += bytes;
    }
    if (mine.calls > 0) this.byKey.set(key, mine);
    else this.byKey.delete(key);
  }
}

function isWithinShare(mine: number, more: number, free: number): boolean {
  return more === 0 || (more <= free && mine + more <= SHARE * free);
}
