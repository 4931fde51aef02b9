import type { Cause } from "@/lib/core/outcome";
import type { Endpoint } from "@/lib/core/profile";
import type { CallShape, DatedPrice, SandboxProfile } from "./scenario";

/** What is known before anybody typed anything: the team's ledger over a range, and its catalogue. */
export type Background = {
  /** In milliseconds since the epoch. */
  takenAtMs: number;
  /** What the history below was read of, in milliseconds since the epoch. */
  fromMs: number;
  toMs: number;
  /** The profiles in force, by slug. */
  profiles: readonly SandboxProfile[];
  /** All of the team's, by name. */
  endpoints: readonly EndpointBackground[];
  /** By failure domain; absent where nothing was recorded. */
  domains: Readonly<Record<string, DomainBackground>>;
  /** Of the profile in question; null when it had no calls. */
  traffic: TrafficBackground | null;
};

export type EndpointBackground = {
  endpoint: Endpoint;
  /** Those in force now and later, ascending; empty where nobody knows one. */
  prices: readonly DatedPrice[];
  /** null when it was not tried. */
  history: EndpointHistory | null;
};

/** Attempts whose client left, and those that failed by the request's own fault, are in none of these. */
export type EndpointHistory = {
  attempts: number;
  served: number;
  /** Those of `attempts` that fell into quarter-hours in which its domain was down, and those of them that were served. */
  attemptsWhileDown: number;
  servedWhileDown: number;
  failures: readonly FailureHistory[];
  /** As many equally likely values, ascending; null where none was recorded. */
  firstTokenMs: readonly number[] | null;
  wholeMs: readonly number[] | null;
  tokensPerSecond: number | null;
  /** What became of refusals (429) at tiers that had retries left; absent where nobody looked. */
  refusals?: RefusalHistory;
};

/** `retried` of `count` were tried again, after `pauseMs` in the middle; null where none was. */
export type RefusalHistory = { count: number; retried: number; pauseMs: number | null };

/** `countWhileDown` of `count` fell into those quarter-hours; `billedShare` is of what a served attempt costs there, null where no amount is known. */
export type FailureHistory = { cause: Cause; count: number; countWhileDown: number; billedShare: number | null };

/** Quarter-hours with attempts in them, and those in which at least half of 10 or more attempts at the domain failed. */
export type DomainBackground = { quarters: number; downQuarters: number; outages: number };

export type TrafficBackground = {
  calls: number;
  callsPerMinute: number;
  /** Calls a minute by hour of the week, from Monday 00:00 UTC on; 168 of them. */
  hours: readonly number[];
  /** Calls in each hour of each recorded UTC day, by its date, such as `2026-11-20`. */
  days: Readonly<Record<string, readonly number[]>>;
  /** What calls were like: at most 256 of them, so weighted that their totals are those of all. */
  shapes: readonly CallShape[];
};
