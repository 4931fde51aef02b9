import type { Cause } from "@/lib/core/outcome";

/**
 * What a person, a file or a request says of a scenario, by the names of endpoints and domains. Whatever is left out is
 * taken from the background: the team's ledger, its catalogue, or a stated assumption.
 */
export type ScenarioInputs = {
  traffic: TrafficInputs;
  /** By `provider/model`. */
  endpoints: Readonly<Record<string, EndpointInputs>>;
  /** By the name of the failure domain. */
  domains: Readonly<Record<string, DomainInputs>>;
  trouble: readonly TroubleInput[];
  /** Left out: on. */
  breakers?: boolean;
  seed: number;
};

/** A number, or two between which it lies with 90 in 100. */
export type Ranged = number | readonly [low: number, high: number];

/** Tokens of a call: the same for all, or lognormal with this mean and 95th percentile. */
export type TokensInput = Ranged | { mean: Ranged; p95: number };

export const CURVES = ["constant", "daily", "weekly"] as const;

export type TrafficInputs = {
  /** The mean over the whole curve. */
  callsPerMinute?: Ranged;
  /** `daily` and `weekly` follow the recorded hours (UTC), and a stated working day where nothing is recorded. */
  curve?: (typeof CURVES)[number];
  /** A recorded UTC day, such as `2026-11-20`, whose hours are followed in place of a curve. */
  day?: string;
  minutes?: number;
  /** An instant in ISO 8601, the start of the run; left out: the coming midnight in UTC. */
  startsAt?: string;
  arrivals?: "poisson" | "even";
  inputTokens?: TokensInput;
  outputTokens?: TokensInput;
  /** Of the input. */
  cachedShare?: Ranged;
  /** Of the calls. */
  streamShare?: Ranged;
};

export type EndpointInputs = {
  success?: Ranged;
  /** In place of the observed mix; only the proportions count. */
  causes?: Readonly<Partial<Record<Cause, number>>>;
  retryAfterMs?: number;
  /** Of what the answer would have cost, for failures after which a provider may bill. */
  billedShare?: Ranged;
  firstTokenMs?: Ranged | { p50: number; p95: number };
  tokensPerSecond?: Ranged;
  limits?: LimitsInput;
  /** `free` for one that charges nothing: amounts that are all zero are taken for a mistake. */
  price?: PriceInput | "free";
  failureDomain?: string;
};

/** USD per million tokens, and per request, as decimal numbers in text. */
export type PriceInput = { inputUsd: string; outputUsd: string; cachedInputUsd?: string; perRequestUsd?: string };

/** See ProviderLimits. */
export type LimitsInput = {
  requestsPerMinute?: number;
  tokensPerMinute?: number;
  inputTokensPerMinute?: number;
  outputTokensPerMinute?: number;
  window?: "bucket" | "fixed-minute";
  bucketMinutes?: number;
  reserves?: "max-tokens" | "actual";
  maxOutputTokens?: number;
  countsCachedInput?: boolean;
  saysRetryAfter?: boolean;
  saysWhatIsLeft?: boolean;
};

/** Outages at random. Two of the three say the third; `outageMinutes` alone comes from status pages. */
export type DomainInputs = {
  /** Of all time. 0: never. */
  downShare?: Ranged;
  /** From the end of one outage to the next. */
  upMinutes?: Ranged;
  outageMinutes?: Ranged | { median: number; mean: number };
};

/** Minutes of the run; a domain or endpoint that the scenario does not have is a mistake, said as such. */
export type TroubleInput = { fromMinute: number; minutes: number } & (
  | { kind: "outage"; domains: readonly string[]; share?: number; cause?: Cause }
  /** A 429 for a share of the attempts, with or without a time to wait. */
  | { kind: "rate-limits"; domains: readonly string[]; share?: number; retryAfterMs?: number }
  | { kind: "slow"; domains: readonly string[]; factor: number }
  | { kind: "price"; endpoints: readonly string[]; factor: number }
  | { kind: "traffic"; factor: number }
);
