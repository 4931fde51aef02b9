import type { Cause, Outcome } from "@/lib/core/outcome";

/** What a drill tells whoever watches it, one line of JSON each. Money is exact decimal text in USD. */
export type DrillEvent =
  | { type: "started"; drillId: string; calls: number; seconds: number; /** How many times faster than the run. */ speed: number; leftOut: readonly string[]; tiers: readonly DrillTier[] }
  | { type: "predicted"; predictions: readonly DrillPrediction[] }
  | { type: "call"; call: DrillCall }
  | { type: "ended"; result: DrillResult }
  /** In words for people. */
  | { type: "failed"; message: string };

export type DrillTier = { /** From 1. */ tier: number; endpoint: string };

export type DrillAttempt = { tier: number; endpoint: string; outcome: Outcome; cause: Cause | null };

export type DrillCall = {
  /** From 1, in the order in which they were sent. */
  number: number;
  /** Of its record; null when nobody was asked, and nothing recorded. */
  id: string | null;
  /** The tier that served; null when none did. */
  tier: number | null;
  httpStatus: number;
  /** Empty where its record could not be read in time. */
  attempts: readonly DrillAttempt[];
  /** Of all its attempts; null when not known. */
  usd: string | null;
  totalMs: number;
};

/** What is predicted and measured of a drill. Shares are of all calls, amounts USD per million tokens. */
export type DrillFigure = "availability" | "warc" | "effective" | `p${number}`;

/** Where a figure lies in 99 of 100 such drills; null where it has no value in some of them. */
export type DrillPrediction = { figure: DrillFigure; middle: number | null; low: number | null; high: number | null };

export type DrillResult = {
  calls: number;
  served: number;
  /** In the order of the predictions. */
  figures: readonly { figure: DrillFigure; real: number | null; /** null where either side has no value. */ isWithin: boolean | null }[];
  /** What clients were told, what the ledger has under the drill, and whether each tier's calls and all amounts are equal. */
  books: { toldUsd: string; ledgerUsd: string; areEqual: boolean };
};

export const MIN_DRILL_CALLS = 20;
export const MAX_DRILL_CALLS = 2_000;
