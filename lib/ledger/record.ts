import type { Basis, Cause, Outcome } from "@/lib/core/outcome";
import type { PlanEntry } from "@/lib/core/plan";
import type { Usage } from "@/lib/core/usage";

/**
 * What the ledger keeps of one call. Settled once, when the call ends, and complete: the drain needs to look nothing
 * up. Times are milliseconds since the epoch, amounts pico-USD. Holds ids, numbers and short names: never a prompt,
 * an answer or a secret.
 */
export type CallRecord = {
  id: string;
  teamId: string;
  startedAtMs: number;
  /** `NIL_ID` for ad-hoc chains. */
  profileVersionId: string;
  profileSlug: string;
  apiKeyId: string;
  /** The key's owner. */
  memberId: string;
  requestedModel: string;
  stream: boolean;
  outcome: Outcome;
  /** Why the call was not served. */
  cause: Cause | null;
  httpStatus: number;
  servedTier: number | null;
  servedEndpoint: string | null;
  /** Position in the plan, from 1. */
  planPosition: number | null;
  /** Served after an earlier planned candidate had failed, or was skipped as down or capped. */
  rescued: boolean;
  plan: PlanEntry[];
  tags: Record<string, string>;
  /** The served usage at the call's primary; null when not served or when either is unknown. */
  primaryCostPico: bigint | null;
  /** The served usage at the profile's baseline; null when there is none, or not known. */
  baselineCostPico: bigint | null;
  firstTokenMs: number | null;
  totalMs: number;
  /** Our own work, without waiting for anybody. */
  overheadUs: number;
  attempts: AttemptRecord[];
};

/** What the ledger keeps of one upstream request. */
export type AttemptRecord = {
  id: string;
  startedAtMs: number;
  /** From 1, in the order in which they were made. */
  number: number;
  tier: number;
  /** 0 for the first attempt at an endpoint. */
  retry: number;
  endpointId: string;
  /** `provider/model` */
  endpoint: string;
  provider: string;
  outcome: Outcome;
  cause: Cause | null;
  httpStatus: number | null;
  connectMs: number | null;
  firstTokenMs: number | null;
  totalMs: number;
  usage: Usage | null;
  priceId: string | null;
  /** How many steps of the price applied. */
  priceStep: number | null;
  /** What the provider asks of everybody, where another price was applied; null where the applied one is the list price. */
  listPrice: { id: string; step: number } | null;
  /** null is unknown, never zero. */
  costPico: bigint | null;
  /** Of an unknown cost the most that it may be, where a budget holds it. */
  heldPico?: bigint;
  /** Units and cost by class, for the rollups; null when the cost is unknown. */
  classes: ClassAmounts | null;
  basis: Basis;
  /** A short text for people, scrubbed of secrets. */
  detail: string;
};

/** By disjoint price class: how many units, and what they cost. */
export type ClassAmounts = Record<
  "input" | "cachedInput" | "cacheWrite5m" | "cacheWrite1h" | "output" | "reasoning" | "perRequest",
  { units: number; costPico: bigint }
>;

const NOTHING = { units: 0, costPico: 0n };

/** What an attempt owes whose provider refused it, or was never reached. */
export const NO_AMOUNTS: ClassAmounts = {
  input: NOTHING,
  cachedInput: NOTHING,
  cacheWrite5m: NOTHING,
  cacheWrite1h: NOTHING,
  output: NOTHING,
  reasoning: NOTHING,
  perRequest: NOTHING,
};
