import type { Condition } from "./condition";
import type { Pico } from "./money";
import { NO_TRIGGERS, type Triggers } from "./triggers";

export const STRATEGIES = ["ordered", "weighted", "cheapest", "fastest", "expected-cost"] as const;

/** How a profile orders its tiers for one call. */
export type Strategy = (typeof STRATEGIES)[number];

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
  /** What it can write at most. */
  maxOutputTokens: number | null;
  /** The request's parameters that it heeds, by OpenRouter's names (`tools`, `structured_outputs`, …); null where nobody said. */
  parameters: readonly string[] | null;
  /** What it reads: `text`, `image`, `file`, `audio`; null where nobody said. */
  inputs: readonly string[] | null;
  /** What fails together: by default the provider. */
  failureDomain: string;
};

/** A tier's own caps; null is none. */
export type Caps = {
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  concurrent: number | null;
  /** By UTC day. */
  picoPerDay: Pico | null;
};

export const NO_CAPS: Caps = { requestsPerMinute: null, tokensPerMinute: null, concurrent: null, picoPerDay: null };

export type TierRules = {
  /** How often the same endpoint is asked again. */
  retries: number;
  /** For the strategy `weighted`. */
  weight: number;
  /** Only when all others failed, whatever the strategy. */
  lastResort: boolean;
  /** Its answers say so to the client. */
  degraded: boolean;
  /** Calls that it does not take are none of its business; null takes all. */
  when: Condition | null;
  /** Go before the profile's. */
  triggers: Triggers;
  /** In place of the profile's; `totalMs` is the call's alone. */
  timers: Partial<Omit<Timers, "totalMs">>;
  caps: Caps;
};

export const DEFAULT_TIER_RULES: TierRules = {
  retries: 0,
  weight: 1,
  lastResort: false,
  degraded: false,
  when: null,
  triggers: NO_TRIGGERS,
  timers: {},
  caps: NO_CAPS,
};

/** One rung of a profile. Position 1 is the primary. */
export type Tier = { position: number; endpoint: Endpoint; rules: TierRules };

/** How long a call waits for a limited endpoint rather than pay more elsewhere. */
export type WaitRule = {
  /** 0: never. */
  maxMs: number;
  /** What a second of waiting is worth. */
  picoPerSecond: Pico;
};

export type ProfileRules = {
  strategy: Strategy;
  timers: Timers;
  triggers: Triggers;
  /** First pause before a retry, and the longest one. */
  backoff: { baseMs: number; capMs: number };
  /** Upstream requests of one call at the most, retries included; null: as many as tiers and retries allow. */
  maxAttempts: number | null;
  wait: WaitRule;
  /** What a served call is worth, for `expected-cost`; null: as much as the dearest tier may cost. */
  servedValuePico: Pico | null;
};

export const DEFAULT_PROFILE_RULES: ProfileRules = {
  strategy: "ordered",
  timers: DEFAULT_TIMERS,
  triggers: NO_TRIGGERS,
  backoff: { baseMs: 200, capMs: 2_000 },
  maxAttempts: null,
  wait: { maxMs: 0, picoPerSecond: 0n },
  servedValuePico: null,
};

/** A profile as one published version has it. */
export type Profile = {
  slug: string;
  versionId: string;
  version: number;
  rules: ProfileRules;
  tiers: Tier[];
  baselineEndpointId: string | null;
};

/** The slug under which chains that the request itself named are recorded. */
export const AD_HOC = "(ad hoc)";
/** Stands for "no such row" in keys that may not be null. */
export const NIL_ID = "00000000-0000-0000-0000-000000000000";
