import type { Basis, Cause, Outcome } from "@/lib/core/outcome";
import type { PriceTerms, PricedUsage } from "@/lib/core/price";
import type { Usage } from "@/lib/core/usage";

/** One attempt as the page of a call shows it. Durations are from the attempt's own start. */
export type Attempt = {
  id: string;
  /** After the call's start. */
  offsetMs: number;
  number: number;
  tier: number;
  retry: number;
  endpoint: string;
  outcome: Outcome;
  cause: Cause | null;
  httpStatus: number | null;
  connectMs: number | null;
  firstTokenMs: number | null;
  totalMs: number;
  usage: Usage | null;
  costPico: bigint | null;
  basis: Basis;
  detail: string;
  price: { id: string; kind: PriceTerms["kind"]; validFrom: Date; validUntil: Date | null; source: string; priced: PricedUsage } | null;
  /** At the list price, where an agreed one was applied; null elsewhere. */
  listCostPico: bigint | null;
};
