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

/** A stretch of the run in which all chances stay as they are. */
export type Spell = {
  /** Of all calls; those of all spells add up to 1. */
  share: number;
  /** By domain, in the order of `Option.domain`: the chance that it is down at random. */
  downShares: readonly number[];
};

/** An endpoint with a number of retries and caps: what a tier can be. */
export type Option = {
  tier: Omit<Tier, "position">;
  domain: number;
  /** By spell. */
  passages: readonly { up: Passage; down: Passage }[];
};

/** All that a search needs to know. Nobody may be used twice: one option for each endpoint, or none. */
export type Field = {
  spells: readonly Spell[];
  /** For each endpoint what its tier can be. */
  options: readonly (readonly Option[])[];
};
