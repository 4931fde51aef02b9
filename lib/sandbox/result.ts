import type { Cause } from "@/lib/core/outcome";
import type { PeriodSums } from "@/lib/core/warc";

export const ENGINES = ["closed-form", "events", "backtest"] as const;

/** Who made a result: formulas, the simulated machine, or recorded calls walked again. */
export type Engine = (typeof ENGINES)[number];

/**
 * What a scenario comes to. Amounts are USD as numbers, for display and comparison; where the engine counted whole
 * tokens, `sums` has the same exactly. null is not known or does not apply, never zero.
 */
export type SimulationResult = {
  engine: Engine;
  /** Simulated or recorded; for the closed form, the calls that are expected. */
  calls: number;
  tiers: readonly TierResult[];
  /** Of all calls. */
  availability: number;
  /** What it would be with tier 1 alone. */
  availabilityWithoutFallback: number;
  attemptsPerCall: number;
  /** USD per million tokens, by calls; null when nothing was served, or a price is not known. */
  warcUsdPerMillion: number | null;
  /** The same served calls at their primary. */
  primaryUsdPerMillion: number | null;
  /** Token-weighted less call-weighted WARC. */
  weightingUsdPerMillion: number | null;
  wasteUsdPerMillion: number | null;
  effectiveUsdPerMillion: number | null;
  /** All that was spent, failed attempts included; where there are several replications, in a mean one. */
  spendUsd: number | null;
  /** The same for 30 days of such traffic. */
  monthlyUsd: number | null;
  /** Until the first token of a call (its whole answer where it does not stream), failed attempts included; served calls only. */
  firstTokenMs: Timing | null;
  /** Until the end of the answer. */
  wholeMs: Timing | null;
  /** 95% intervals from independent replications and from ranges among the inputs; null where there are none. */
  intervals: Intervals | null;
  /** What happened when; null for the closed form. */
  timeline: Timeline | null;
  /** null for the closed form. */
  sums: PeriodSums | null;
  /** Up to which minute of the run there were calls enough to simulate; null where all of it is in the figures. */
  reachedMinute: number | null;
};

export type TierResult = {
  /** From 1. */
  tier: number;
  endpointId: string;
  /** `provider/model` */
  endpoint: string;
  failureDomain: string;
  /** P: of the served calls. These add up to 1. */
  p: number;
  /** Of all calls. These add up to the availability. */
  pUnconditional: number;
  /** C: USD per million tokens; null when it served nothing or has no price. */
  usdPerMillion: number | null;
  /** Upstream requests to it, for each call. */
  attempts: number;
  /** Of those, served. */
  served: number;
  /** Of those, failed, by cause. */
  failed: Readonly<Partial<Record<Cause, number>>>;
  /** How often a call passed it by since its breaker or a cap had closed its door, for each call. */
  skipped: number;
  /** The largest part of one of its caps or limits that was in use in a minute, from 0; null where there is none. */
  limitUse: number | null;
};

export type Timing = { meanMs: number; p50Ms: number; p95Ms: number };

export type Interval = readonly [low: number, high: number];

/** By the name of the figure in SimulationResult. */
export type Intervals = {
  /** How many replications they come from. */
  replications: number;
  availability: Interval;
  warcUsdPerMillion: Interval | null;
  effectiveUsdPerMillion: Interval | null;
  monthlyUsd: Interval | null;
  /** P of each tier, in their order. */
  p: readonly Interval[];
  firstTokenP95Ms: Interval | null;
};

export type Timeline = {
  stretchMinutes: number;
  stretches: readonly Stretch[];
};

/** Calls by when they began. */
export type Stretch = {
  calls: number;
  /** By tier, in their order. */
  served: readonly number[];
  unserved: number;
  spendUsd: number;
  /** By tier: the part of its caps and limits in use; null where there is none. */
  limitUse: readonly (number | null)[];
};
