import type { Cause } from "@/lib/core/outcome";
import type { Price } from "@/lib/core/price";
import type { ProfileRules, Tier } from "@/lib/core/profile";
import type { Usage } from "@/lib/core/usage";
import type { Spread } from "./spread";

/**
 * All that a simulation depends on, with no question left open: the same scenario gives the same figures, in a browser
 * and in Node. Times within a run are milliseconds from its start; probabilities and shares are from 0 to 1.
 */
export type Scenario = {
  profile: SandboxProfile;
  /** Whether endpoints that fail are guarded by breakers, as in the gateway. */
  breakers: boolean;
  traffic: Traffic;
  /** By the endpoint's id: every tier of the profile has one. */
  endpoints: ReadonlyMap<string, EndpointModel>;
  /** By the name of the failure domain; one that is absent has no outages but those in `trouble`. */
  domains: ReadonlyMap<string, DomainModel>;
  trouble: readonly Trouble[];
  /** From 0 to 2³² − 1. */
  seed: number;
};

/** A profile as it is simulated: the current version, or a candidate that nobody has published. */
export type SandboxProfile = {
  slug: string;
  /** What it is called on screen. */
  name: string;
  /** null is a candidate. */
  version: number | null;
  rules: ProfileRules;
  tiers: readonly Tier[];
};

export type Traffic = {
  /** When the run begins, in milliseconds since the epoch: conditions by the time of day and dated prices depend on it. */
  startsAtMs: number;
  minutes: number;
  /** Calls a minute in one stretch after the other, from the start on, over and over. */
  rate: { stretchMinutes: number; callsPerMinute: readonly number[] };
  /** `poisson`: calls know nothing of each other; `even`: at equal distances. */
  arrivals: "poisson" | "even";
  /** What calls are like: each arrival is one of these, drawn by weight. */
  shapes: readonly CallShape[];
};

/** One kind of call: what it reads and writes wherever it is served. */
export type CallShape = {
  /** Above 0; only the proportions count. */
  weight: number;
  usage: Usage;
  stream: boolean;
};

export type EndpointModel = {
  /** Of attempts while its failure domain is up and its provider's limits leave room. */
  success: number;
  /** How the others fail, in shares that add up to 1. */
  failures: readonly FailureKind[];
  /** Milliseconds from the start of an attempt to its first token, connecting included. */
  firstTokenMs: Spread;
  /** How fast it writes after that. */
  tokensPerSecond: number;
  limits: ProviderLimits | null;
  /** In force from `validFromMs` (since the epoch) on, ascending; nothing is known of the time before the first, or after an agreement that ends on no other price. */
  prices: readonly DatedPrice[];
};

export type DatedPrice = { validFromMs: number; /** null is not known. */ price: Price | null };

export type FailureKind = {
  cause: Cause;
  share: number;
  httpStatus: number | null;
  /** What the provider asks us to wait; null when it does not say. */
  retryAfterMs: number | null;
  /** The part of what the answer would have cost that is billed all the same, in millionths. */
  billedMillionths: number;
  /** Until it fails. A timeout's is that of the timer which runs out, and this is not looked at. */
  afterMs: Spread;
};

/** A provider's own limits, apart from the caps of a tier. null is no limit. */
export type ProviderLimits = {
  requestsPerMinute: number | null;
  /** Input and output together. */
  tokensPerMinute: number | null;
  inputTokensPerMinute: number | null;
  outputTokensPerMinute: number | null;
  /** `bucket` is refilled all the time, `fixed-minute` at once at the start of each minute. */
  window: "bucket" | "fixed-minute";
  /** How much of a minute's limit a bucket holds: 1 is the whole. At least one request always fits. */
  bucketMinutes: number;
  /** What is taken of a limit on output when a call is let in: the most it may write, or what it will have written. */
  reserves: "max-tokens" | "actual";
  /** What a client lets the model write, where `reserves` asks for it. */
  maxOutputTokens: number;
  countsCachedInput: boolean;
  /** Whether a refusal says when there is room again, in `Retry-After`. */
  saysRetryAfter: boolean;
  /** Whether each answer's headers say what is left, so that the gateway learns its limits. */
  saysWhatIsLeft: boolean;
};

/** Outages at random, besides those in `trouble`. */
export type DomainModel = {
  /** Mean time from the end of an outage to the next one. */
  upMinutes: number;
  /** How long one lasts. */
  outageMinutes: Spread;
  /** How attempts fail meanwhile. */
  failure: FailureKind;
};

/** Something that goes wrong, or changes, from one minute of the run up to, not including, another. */
export type Trouble = { fromMinute: number; toMinute: number } & (
  /** `share` of the attempts at these domains fail; 1 is down altogether. */
  | { kind: "outage"; domains: readonly string[]; share: number; failure: FailureKind }
  /** First tokens take `factor` times as long, and writing too. */
  | { kind: "slow"; domains: readonly string[]; factor: number }
  /** What these endpoints charge is multiplied, exactly, by a number of millionths. */
  | { kind: "price"; endpointIds: readonly string[]; factorMillionths: number }
  /** Calls a minute are multiplied. */
  | { kind: "traffic"; factor: number }
);

/** The share of all time that a domain is down at random: MTTR / (MTBF + MTTR). */
export function downShareOf(upMinutes: number, meanOutageMinutes: number): number {
  return meanOutageMinutes / (upMinutes + meanOutageMinutes);
}
