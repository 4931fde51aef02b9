import type { Cause } from "./outcome";
import type { Price } from "./price";

/** How attempts at an endpoint ended of late. Fractions come from old ones fading out. */
export type Chances = {
  served: number;
  /** Failed and left for the next candidate. */
  fellBack: number;
  /** Failed and ended the call. */
  ended: number;
};

/** Durations of recent attempts. */
export type Speed = {
  /** The middle one. */
  p50Ms: number;
  /** What nine of ten stayed under. */
  p90Ms: number;
  /** The quickest one. */
  minMs: number;
};

/** What is known of an endpoint when a call is planned. null is not known, never zero. */
export type Outlook = {
  /** In force when the call began. */
  price: Price | null;
  /** What the profile's calls make it write on average. */
  outputTokens: number | null;
  /** The share of a prompt that its cache covered of late, from 0 to 1. */
  cachedShare: number;
  /** Connection and first token of streams. */
  firstToken: Speed | null;
  /** Whole answers of calls that do not stream. */
  whole: Speed | null;
  /** How fast it writes, in tokens per second. */
  tokensPerSecond: number | null;
  /** When it was last asked, in milliseconds since the epoch. */
  lastAskedAtMs: number | null;
  chances: Chances;
  /** Mean of the known costs of failed attempts, in pico-USD; null when there is none. */
  failedCostPico: number | null;
  /** How long the breaker keeps it out, in milliseconds since the epoch, and after what; null when it lets calls through. */
  open: { untilMs: number; cause: Cause } | null;
  /** Which cap stands in the way of this call, and when it frees if that is known. */
  capped: { cap: string; freeAtMs: number | null } | null;
};

export const NOTHING_KNOWN: Outlook = {
  price: null,
  outputTokens: null,
  cachedShare: 0,
  firstToken: null,
  whole: null,
  tokensPerSecond: null,
  lastAskedAtMs: null,
  chances: { served: 0, fellBack: 0, ended: 0 },
  failedCostPico: null,
  open: null,
  capped: null,
};
