import type { Range } from "@/lib/core/period";
import type { PriceClass } from "@/lib/core/price";

/** Who sold and ran it, and whom they bill. */
export type Seller = {
  slug: string;
  name: string;
  /** `groq:acct-77`, or the provider alone where nobody said. */
  billingAccountId: string;
  billingAccountName: string | null;
  /** Of the month's invoice, once somebody accepted it. */
  invoiceNumber: string | null;
};

/** A row of the export before it is written in the columns of a version. Amounts in pico-USD. */
export type Charge = {
  kind: "Usage" | "Adjustment";
  /** Of a month that was closed before; null for the month's own usage. */
  correctionId: string | null;
  /** The UTC month that is billed, and the hour that is charged. */
  billing: Range;
  period: Range;
  description: string;
  seller: Seller;
  /** `provider/model` */
  endpoint: string | null;
  meter: Meter | null;
  contractedPico: bigint;
  listPico: bigint;
  /** null where no price was multiplied with a quantity. */
  quantity: { units: bigint; unitPico: bigint; listUnitPico: bigint } | null;
  team: { id: string; name: string };
  profile: { slug: string; version: number | null } | null;
  tier: number | null;
  outcome: string | null;
  cause: string | null;
  basis: string | null;
  price: { id: string; step: number; listId: string | null; listStep: number } | null;
  key: { id: string; name: string | null } | null;
  member: { id: string; name: string | null } | null;
};

/** What is counted, for a class of prices. */
export type Meter = {
  class: PriceClass;
  /** The last part of a SKU's id. */
  id: string;
  name: string;
  isTokens: boolean;
  direction: "Input" | "Output" | null;
  cacheAction: "Uncached" | "Read" | "Write" | null;
};

export const METERS: readonly Meter[] = [
  { class: "input", id: "input", name: "Input Tokens", isTokens: true, direction: "Input", cacheAction: "Uncached" },
  { class: "cachedInput", id: "cache-read", name: "Cache Read Input Tokens", isTokens: true, direction: "Input", cacheAction: "Read" },
  { class: "cacheWrite5m", id: "cache-write-5m", name: "Cache Write Input Tokens (5m)", isTokens: true, direction: "Input", cacheAction: "Write" },
  { class: "cacheWrite1h", id: "cache-write-1h", name: "Cache Write Input Tokens (1h)", isTokens: true, direction: "Input", cacheAction: "Write" },
  { class: "output", id: "output", name: "Output Tokens", isTokens: true, direction: "Output", cacheAction: null },
  { class: "reasoning", id: "reasoning", name: "Reasoning Tokens", isTokens: true, direction: "Output", cacheAction: null },
  { class: "perRequest", id: "request", name: "Requests", isTokens: false, direction: null, cacheAction: null },
];
