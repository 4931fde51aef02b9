/** How a profile orders its tiers for one call. */
export type Strategy = "ordered";

/** All in milliseconds. What each one bounds: docs/ARCHITECTURE.md, "Timers". */
export type Timers = {
  /** Until the connection stands, TLS included. */
  connectMs: number;
  /** Streams only: until the first token, reasoning included. */
  firstTokenMs: number;
  /** Streams only: between two chunks after the first token. */
  stallMs: number;
  /** The whole answer of an attempt that does not stream. */
  answerMs: number;
  /** The whole call, all attempts together. */
  totalMs: number;
};

/** Never abandons a healthy slow answer: reasoning models may think for minutes before they speak. */
export const DEFAULT_TIMERS: Timers = {
  connectMs: 5_000,
  firstTokenMs: 60_000,
  stallMs: 60_000,
  answerMs: 600_000,
  totalMs: 1_800_000,
};

/** No profile's `totalMs` is longer, so that the attempts of a call are found within a day of its start. */
export const MAX_TOTAL_MS = 86_400_000;

/** One model at one provider: the unit of routing. */
export type Endpoint = {
  id: string;
  /** `provider/model` */
  name: string;
  /** The provider's slug. */
  provider: string;
  model: string;
  /** What the provider calls the model. */
  upstreamModel: string;
  contextTokens: number | null;
};

/** One rung of a profile. Position 1 is the primary. */
export type Tier = { position: number; endpoint: Endpoint; retries: number };

/** A profile as one published version has it. */
export type Profile = {
  slug: string;
  versionId: string;
  version: number;
  strategy: Strategy;
  timers: Timers;
  tiers: Tier[];
  baselineEndpointId: string | null;
};

/** The slug under which chains that the request itself named are recorded. */
export const AD_HOC = "(ad hoc)";
/** Stands for "no such row" in keys that may not be null. */
export const NIL_ID = "00000000-0000-0000-0000-000000000000";
