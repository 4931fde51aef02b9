import type { Tier } from "@/lib/core/profile";

/** What becomes of one call that comes to a tier, retries included, while nothing about its domain changes. */
export type Passage = {
  /** Chance that it goes on to the next tier. */
  passes: number;
  /** Chance that it ends unserved there: a failure after which the walk stops. The rest is served. */
  ends: number;
  /** What its attempts are expected to cost, in USD. */
  spendUsd: number;
};

/** A stretch of the run, and a kind of calls, for which all chances stay as they are. */
export type Spell = {
  /** Of all calls; those of all spells add up to 1. */
  share: number;
  /** How many tokens its calls have, against those of all: 1 is the mean. */
  tokens: number;
  /** By domain, in the order of `Option.domain`: the chance that it is down at random. */
  downShares: readonly number[];
};

/** By spell, with the domain up and down. */
export type Passages = readonly { up: Passage; down: Passage }[];

/** An endpoint with a number of retries: what a tier can be. */
export type Option = {
  tier: Omit<Tier, "position">;
  domain: number;
  /** With tiers behind it. */
  passages: Passages;
  /** As the last tier, whose timers wait for as long as the call may: `passages` itself where that makes no difference. */
  lastPassages: Passages;
  /** By spell; null where no promise is made of it. */
  times: readonly OptionTimes[] | null;
};

/** What an option does to the time until the first token, in one spell. */
export type OptionTimes = {
  /** How long those who pass it have been at it, in the cells of the search's clock; what is late is left out. Adds up to 1 at most. */
  passing: Float64Array;
  /** By the cell in which calls come: the share of those it serves that get their first token in time. */
  inTime: Float64Array;
};

/** All that a search needs to know. Nobody may be used twice: one option for each endpoint, or none. */
export type Field = {
  spells: readonly Spell[];
  /** For each endpoint what its tier can be. */
  options: readonly (readonly Option[])[];
};
