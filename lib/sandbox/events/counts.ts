import { cellOf, type Prepared, type PreparedTier } from "./prepared";
import { LogHistogram } from "./log-histogram";
import { UseMeter } from "./use-meter";

const MINUTE_MS = 60_000;
/** A timeline has about so many stretches. */
const STRETCHES = 120;

/**
 * What happened in one replication, in whole numbers: amounts are worked out at the end, so that they are exact. A cell is
 * a call's shape and the era of its price.
 */
export class Counts {
  calls = 0;
  unserved = 0;
  /** Calls that their first candidate served, none before it being kept out. */
  servedByFirst = 0;
  readonly firstTokenMs = new LogHistogram();
  readonly wholeMs = new LogHistogram();
  readonly tiers: readonly TierCounts[];
  readonly timeline: TimelineCounts;

  constructor(prepared: Prepared) {
    const cells = cellOf(prepared.shapes.length, 0, prepared.eras.length);
    this.timeline = new TimelineCounts(prepared.scenario.traffic.minutes, prepared.tiers.length);
    this.tiers = prepared.tiers.map((tier) => new TierCounts(tier, cells, prepared.tiers.length, this.timeline));
  }
}

export class TierCounts {
  attempts = 0;
  skipped = 0;
  /** By primary and cell. */
  readonly served: Uint32Array;
  /** By failure mode and cell. */
  readonly failed: Uint32Array;
  readonly use: UseMeter | null;

  constructor({ input, endpoint }: PreparedTier, private readonly cells: number, primaries: number, { stretches, stretchMs }: TimelineCounts) {
    const { caps } = input.rules;
    const { limits } = endpoint.model;
    this.served = new Uint32Array(primaries * cells);
    this.failed = new Uint32Array(endpoint.modes.length * cells);
    this.use = UseMeter.isNeeded(caps, limits) ? new UseMeter(caps, limits, stretches, stretchMs) : null;
  }

  addServed(primary: number, cell: number): void {
    const at = primary * this.cells + cell;
    this.served[at] = (this.served[at] ?? 0) + 1;
  }

  addFailed(mode: number, cell: number): void {
    const at = mode * this.cells + cell;
    this.failed[at] = (this.failed[at] ?? 0) + 1;
  }
}

/** Calls by when they began. */
export class TimelineCounts {
  readonly stretchMs: number;
  readonly stretches: number;
  readonly calls: Float64Array;
  readonly unserved: Float64Array;
  readonly spendUsd: Float64Array;
  /** By stretch and tier. */
  readonly served: Float64Array;

  constructor(minutes: number, private readonly tiers: number) {
    this.stretchMs = Math.max(1, Math.ceil(minutes / STRETCHES)) * MINUTE_MS;
    this.stretches = Math.max(1, Math.ceil((minutes * MINUTE_MS) / this.stretchMs));
    const create = (length: number) => new Float64Array(length);
    this.calls = create(this.stretches);
    this.unserved = create(this.stretches);
    this.spendUsd = create(this.stretches);
    this.served = create(this.stretches * tiers);
  }

  stretchOf(startedAtMs: number): number {
    return Math.floor(startedAtMs / this.stretchMs);
  }

  addServed(stretch: number, tier: number): void {
    add(this.served, stretch * this.tiers + tier, 1);
  }

  addUnserved(stretch: number): void {
    add(this.unserved, stretch, 1);
  }

  addCall(stretch: number): void {
    add(this.calls, stretch, 1);
  }

  addSpend(stretch: number, usd: number): void {
    add(this.spendUsd, stretch, usd);
  }
}

function add(into: Float64Array, at: number, amount: number): void {
  into[at] = (into[at] ?? 0) + amount;
}
