import type { Caps, Endpoint, TierRules } from "@/lib/core/profile";
import type { SandboxProfile, Scenario } from "../scenario";

/** Which profile is cheapest, of all that can be made of these endpoints, while it keeps these promises. */
export type Question = {
  /**
   * Traffic, domains, trouble, and the models of all endpoints that may be used. Its profile is the current one:
   * candidates keep its rules, but for the strategy, which is `ordered`.
   */
  scenario: Scenario;
  /** The endpoints that may be used, each at most once. */
  choices: readonly Choice[];
  /** Tiers are tried with every number of retries from 0 to this. */
  maxRetries: 0 | 1 | 2;
  constraints: Constraints;
};

export type Choice = {
  endpoint: Endpoint;
  /** What its tier is like, but for retries and caps. */
  rules: TierRules;
  /** Each is tried; never empty. */
  caps: readonly Caps[];
};

/** null asks for nothing. */
export type Constraints = {
  /** Of all calls, from 0 to 1. */
  availabilityAtLeast: number | null;
  /** The 95th percentile over served calls, in milliseconds. */
  firstTokenP95AtMostMs: number | null;
  /** The quality floor: no tier may be of another model. */
  models: readonly string[] | null;
  /** All that is spent in 30 days, failed attempts included, in USD. */
  monthlyUsdAtMost: number | null;
};

export const NO_CONSTRAINTS: Constraints = { availabilityAtLeast: null, firstTokenP95AtMostMs: null, models: null, monthlyUsdAtMost: null };

export type ConstraintName = "availability" | "firstTokenP95" | "models" | "monthlyUsd";

/** A profile and what the closed form says of it. */
export type Point = {
  /** Made of its tiers: the same for the same ones. */
  id: string;
  profile: SandboxProfile;
  effectiveUsdPerMillion: number;
  availability: number;
  firstTokenP95Ms: number | null;
  monthlyUsd: number;
  attemptsPerCall: number;
  /** Those of the constraints that it does not keep. */
  breaks: readonly ConstraintName[];
};

/** What one constraint costs. */
export type Binding = {
  constraint: ConstraintName;
  /** What one could have without it: for availability the next point of the front, else the cheapest. */
  instead: Point;
  /** By how much that is cheaper than the cheapest that keeps all. Above 0. */
  savesUsdPerMillion: number;
};

/** Why a profile is not on the front: a constraint, or another point that is at least as cheap and as available. */
export type Dropped = { point: Point; why: { kind: "breaks"; constraints: readonly ConstraintName[] } | { kind: "dominated"; by: Point } };

export type Optimum = {
  /** `exact`: no profile of these endpoints does better. `heuristic`: none of those that were looked at does. */
  method: "exact" | "heuristic";
  /** Combinations of endpoints, retries and caps that were looked at, each in all orders that matter. */
  combinations: number;
  /** The least effective cost; ties by availability, then by fewer tiers. null where nothing keeps all constraints. */
  cheapest: Point | null;
  /**
   * Ascending in cost and in availability: no profile that keeps the other constraints is both as cheap and as available.
   * Availability is the axis, so that points below its constraint are here as well.
   */
  front: readonly Point[];
  /** The profile of the scenario; null where it has an endpoint that is not among the choices or has no price. */
  current: Point | null;
  bindings: readonly Binding[];
  /** The best of each combination of endpoints that is not on the front, cheapest first, the first of them. */
  dropped: readonly Dropped[];
  /** How many more there are. */
  droppedBeyond: number;
  /** By name: choices that have no price, so that nothing can be said of them. */
  unpriced: readonly string[];
  /** A sentence for each promise that no profile keeps (null: there is nothing to compare); empty where `cheapest` is known. */
  impossible: readonly { constraint: ConstraintName | null; sentence: string }[];
};

/** How many of how many combinations. */
export type Progress = { done: number; of: number };
