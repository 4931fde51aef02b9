import type { PlanEntry } from "@/lib/core/plan";

/** A plan's entry as the API tells it, in plans and in records alike. Amounts are decimal texts in USD, null is not known. */
export function describeEntry({ endpoint, tier, kept, drop, reason, expectedCostUsd, expectedMs }: PlanEntry) {
  // To the first token of a stream, to the whole answer of other calls.
  return { endpoint, tier, kept, drop, reason, expected_cost: expectedCostUsd, expected_ms: expectedMs };
}
