/** What is to happen when: a binary heap, the soonest on top. Each event is a whole number of the caller's own. */
export class EventQueue {
  private atMs = new Float64Array(64);
  private events = new Int32Array(64);
  private count = 0;

  /** When the next event is due; Infinity when there is none. */
  get nextAtMs(): number {
    return this.count === 0 ? Infinity : (this.atMs[0] ?? Infinity);
  }

  push(atMs: number, event: number): void {
    if (this.count === this.events.length) this.grow();
    const { atMs: times, events } = this;
    let place = this.count;
    this.count += 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const parentAtMs = times[parent] ?? 0;
      if (parentAtMs <= atMs) break;
      times[place] = parentAtMs;
      events[place] = events[parent] ?? 0;
      place = parent;
    }
    times[place] = atMs;
    events[place] = event;
  }

  /** Takes the next event out. There must be one. */
  pop(): number {
    const { atMs: times, events } = this;
    const next = events[0];
    if (this.count === 0 || next === undefined) throw new RangeError("Nothing is due");
    this.count -= 1;
    this.sink(times[this.count] ?? 0, events[this.count] ?? 0);
    return next;
  }

  /** Puts an event in the place of the top, and lets it sink to where it belongs. */
  private sink(atMs: number, event: number): void {
    const { atMs: times, events, count } = this;
    let place = 0;
    for (let child = 1; child < count; child = 2 * place + 1) {
      if (child + 1 < count && (times[child + 1] ?? 0) < (times[child] ?? 0)) child += 1;
      const childAtMs = times[child] ?? 0;
      if (childAtMs >= atMs) break;
      times[place] = childAtMs;
      events[place] = events[child] ?? 0;
      place = child;
    }
    times[place] = atMs;
    events[place] = event;
  }

  private grow(): void {
    const [times, events] = [new Float64Array(this.atMs.length * 2), new Int32Array(this.events.length * 2)];
    times.set(this.atMs);
    events.set(this.events);
    [this.atMs, this.events] = [times, events];
  }
}
