import { z } from "zod";
import { CAUSES, type Outcome } from "@/lib/core/outcome";
import { firstValues, type SearchParams } from "./scope";

const OUTCOMES = ["served", "failed", "aborted"] as const satisfies readonly Outcome[];

const choice = z.string().min(1).max(300).optional().catch(undefined);
const filterSchema = z.object({
  outcome: z.enum(OUTCOMES).optional().catch(undefined),
  /** The tier that served. */
  tier: z.coerce.number().int().min(1).max(100).optional().catch(undefined),
  /** `provider/model`: a call with an attempt there; together with `cause`, with such an attempt there. */
  endpoint: choice,
  cause: z.enum(CAUSES).optional().catch(undefined),
  key: z.uuid().optional().catch(undefined),
  rescued: z.literal("1").optional().catch(undefined),
  /** Only calls with an attempt whose cost is unknown. */
  unknown: z.literal("1").optional().catch(undefined),
  /** The id of the last call of the page before. */
  before: z.uuid().optional().catch(undefined),
});

export type CallFilters = z.output<typeof filterSchema>;

export function parseCallFilters(params: SearchParams): CallFilters {
  return filterSchema.parse(firstValues(params));
}
