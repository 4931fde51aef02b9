import { z } from "zod";
import { MoneyError, parseUsd } from "@/lib/core/money";
import { CAUSES, type Outcome } from "@/lib/core/outcome";
import { firstValues, type SearchParams } from "./scope";

export const OUTCOMES = ["served", "failed", "aborted"] as const satisfies readonly Outcome[];

/** No text of Postgres has a NUL. */
const choice = z.string().min(1).max(300).regex(/^[^\0]*$/).optional().catch(undefined);
const flag = z.literal("1").optional().catch(undefined);
const usd = z.string().refine(isUsd).optional().catch(undefined);
const filterSchema = z.object({
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  /** The tier that served. */
  tier: z.coerce.number().int().min(1).max(100).optional().catch(undefined),
  /** `provider/model` of the attempt that served. */
  servedBy: choice,
  /** Failed, or its client left: what no attempt served. */
  unserved: flag,
  /** Served, but held against no baseline: an amount or the baseline's price is unknown. */
  uncompared: flag,
  /** `provider/model`: a call with an attempt there. It, `provider`, `model`, `cause`, `failing` and `estimated` are of one and the same attempt. */
  endpoint: choice,
  provider: choice,
  model: choice,
  cause: z.enum(CAUSES).optional().catch(undefined),
  /** Only calls with an attempt that failed. */
  failing: flag,
  /** Of the profile that the address names beside it; the scope is narrowed to it, without a profile it says nothing. */
  version: z.coerce.number().int().min(1).max(2 ** 31 - 1).optional().catch(undefined),
  key: z.uuid().optional().catch(undefined),
  rescued: flag,
  /** Only calls with an attempt whose cost is unknown: the one that the filters of attempts are about, where there are any. */
  unknown: flag,
  /** Only calls with an attempt whose usage was estimated. */
  estimated: flag,
  /** A tag's name, alone or with its value. */
  tag: choice,
  value: z.string().max(300).regex(/^[^\0]*$/).optional().catch(undefined),
  /** Known cost of a call in USD, both included. */
  costFrom: usd,
  costTo: usd,
});

/** What calls are narrowed to, as it stands in an address. */
export type CallFilters = z.output<typeof filterSchema>;

const placeSchema = z.object({
  /** The last call of the page before: older ones follow. */
  before: z.uuid().optional().catch(undefined),
  /** The first call of the page after: newer ones come before it. */
  after: z.uuid().optional().catch(undefined),
});

/** Which page of a list. */
export type ListPlace = z.output<typeof placeSchema>;

/** Whatever cannot be read is as if it were not there. */
export function parseCallFilters(params: SearchParams): CallFilters {
  return filterSchema.parse(firstValues(params));
}

export function parseListPlace(params: SearchParams): ListPlace {
  return placeSchema.parse(firstValues(params));
}

/** The filters as an address has them, without those that are not chosen. */
export function filterParams(filters: CallFilters): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

function isUsd(text: string): boolean {
  try {
    parseUsd(text);
    return true;
  } catch (error) {
    if (error instanceof MoneyError) return false;
    throw error;
  }
}
