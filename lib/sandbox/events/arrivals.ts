import { log } from "@/lib/core/exp-log";
import type { Random } from "../random";
import type { Traffic, Trouble } from "../scenario";

const MINUTE_MS = 60_000;

/** When calls come: at a rate that changes with the stretches of the traffic and with bursts. Times are ms from the start. */
export class Arrivals {
  private atMs = 0;
  /** Calls a millisecond, up to `untilMs`. */
  private rate = 0;
  private untilMs = 0;
  /** How many calls are expected between the last arrival and the next. */
  private owed: number;
  private readonly endMs: number;
  private readonly bursts: readonly Burst[];

  constructor(
    private readonly traffic: Traffic,
    trouble: readonly Trouble[],
    private readonly random: Random,
  ) {
    this.endMs = traffic.minutes * MINUTE_MS;
    this.bursts = trouble.flatMap((each) =>
      each.kind === "traffic" ? [{ fromMs: each.fromMinute * MINUTE_MS, toMs: each.toMinute * MINUTE_MS, factor: each.factor }] : [],
    );
    // Evenly spaced calls stand in the middle of their spaces, so that each minute has its own number.
    this.owed = traffic.arrivals === "even" ? 0.5 : this.draw();
  }

  /** When the next call comes; Infinity after the last one. */
  next(): number {
    for (;;) {
      const reachedMs = this.atMs + this.owed / this.rate;
      if (this.rate > 0 && reachedMs < this.untilMs) {
        this.atMs = reachedMs;
        this.owed = this.draw();
        return reachedMs;
      }
      if (this.untilMs >= this.endMs) return Infinity;
      this.owed -= (this.untilMs - this.atMs) * this.rate;
      this.atMs = this.untilMs;
      this.turn();
    }
  }

  private draw(): number {
    return this.traffic.arrivals === "even" ? 1 : -log(1 - this.random.next());
  }

  /** Looks up the rate from here on, and until when it holds. */
  private turn(): void {
    const { stretchMinutes, callsPerMinute } = this.traffic.rate;
    const stretchMs = stretchMinutes * MINUTE_MS;
    const before = Math.floor(this.atMs / stretchMs);
    // Rounding may set a moment back into the stretch that ends there, which would never end.
    const stretch = (before + 1) * stretchMs > this.atMs ? before : before + 1;
    this.rate = (callsPerMinute[stretch % callsPerMinute.length] ?? 0) / MINUTE_MS;
    this.untilMs = Math.min((stretch + 1) * stretchMs, this.endMs);
    for (const { fromMs, toMs, factor } of this.bursts) {
      if (fromMs <= this.atMs && this.atMs < toMs) this.rate *= factor;
      for (const change of [fromMs, toMs]) if (change > this.atMs) this.untilMs = Math.min(this.untilMs, change);
    }
  }
}

type Burst = { fromMs: number; toMs: number; factor: number };

/** How many calls a run is expected to have. */
export function expectedCalls(traffic: Traffic, trouble: readonly Trouble[]): number {
  const { stretchMinutes, callsPerMinute } = traffic.rate;
  const bursts = trouble.flatMap((each) => (each.kind === "traffic" ? [each] : []));
  const changes = bursts.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute]);
  const stretches = Array.from({ length: Math.ceil(traffic.minutes / stretchMinutes) }, (_, index) => index * stretchMinutes);
  const edges = [...new Set([...stretches, ...changes, traffic.minutes])].filter((minute) => minute >= 0 && minute <= traffic.minutes).sort((a, b) => a - b);
  return edges.slice(1).reduce((calls, toMinute, index) => {
    const fromMinute = edges[index] ?? 0;
    const rate = callsPerMinute[Math.floor(fromMinute / stretchMinutes) % callsPerMinute.length] ?? 0;
    const factor = bursts.reduce((all, burst) => (burst.fromMinute <= fromMinute && fromMinute < burst.toMinute ? all * burst.factor : all), 1);
    return calls + (toMinute - fromMinute) * rate * factor;
  }, 0);
}
