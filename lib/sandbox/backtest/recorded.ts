import type { Pico } from "@/lib/core/money";
import type { Cause, Outcome } from "@/lib/core/outcome";
import type { Drop } from "@/lib/core/plan";
import type { Usage } from "@/lib/core/usage";
import type { DatedPrice } from "../scenario";

/** A call of the ledger, as far as walking it again needs it. */
export type RecordedCall = {
  id: string;
  startedAtMs: number;
  /** Of its profile; null where the request named its own chain. */
  version: number | null;
  stream: boolean;
  outcome: Outcome;
  cause: Cause | null;
  rescued: boolean;
  /** What its served usage would have cost at its own primary; null is not known. */
  primaryCostPico: Pico | null;
  firstTokenMs: number | null;
  totalMs: number;
  /** In the order of the plan; 0 is the tier of a name that led to nobody. */
  plan: readonly { endpoint: string; tier: number; kept: boolean; drop: Drop | null }[];
  attempts: readonly RecordedAttempt[];
};

export type RecordedAttempt = {
  endpointId: string;
  tier: number;
  /** How often the endpoint had been asked before in a row. */
  retry: number;
  /** From the start of the call. */
  offsetMs: number;
  outcome: Outcome;
  cause: Cause | null;
  httpStatus: number | null;
  firstTokenMs: number | null;
  totalMs: number;
  usage: Usage | null;
  /** null is not known. */
  costPico: Pico | null;
};

/** What was seen of endpoints in the period, and what they charged then. */
export type RecordedPast = {
  /** By endpoint and UTC hour. */
  rates: ReadonlyMap<string, ReadonlyMap<number, Rate>>;
  /** By endpoint, ascending. */
  prices: ReadonlyMap<string, readonly DatedPrice[]>;
};

export type Rate = { attempts: number; served: number };
