import type { FailureMode, PreparedEndpoint } from "./prepared-endpoint";

type Struck = { share: number; mode: FailureMode };

/** What the scenario's trouble does to one endpoint as time goes on. */
export class Spells {
  /** How much longer everything takes. */
  slowFactor = 1;
  private struck: readonly Struck[] = [];
  private changesAtMs = -Infinity;

  constructor(private readonly endpoint: PreparedEndpoint) {
    if (endpoint.outages.length === 0 && endpoint.slow.length === 0) this.changesAtMs = Infinity;
  }

  /** @param atMs never earlier than the last time */
  advance(atMs: number): void {
    if (atMs < this.changesAtMs) return;
    const { outages, slow } = this.endpoint;
    const isOn = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => fromMs <= atMs && atMs < toMs;
    this.struck = outages.filter(isOn);
    this.slowFactor = slow.filter(isOn).reduce((all, { factor }) => all * factor, 1);
    this.changesAtMs = Math.min(...[...outages, ...slow].flatMap(({ fromMs, toMs }) => [fromMs, toMs]).filter((ms) => ms > atMs));
  }

  /** How an attempt fails by an outage of now; null where it goes on. */
  strike(draw: () => number): FailureMode | null {
    for (const { share, mode } of this.struck) if (share >= 1 || draw() < share) return mode;
    return null;
  }
}
