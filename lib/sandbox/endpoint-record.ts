import type { EndpointHistory, FailureHistory } from "./background";

/** What is recorded of attempts, without those that the scenario's own outages and limits explain. */
export type EndpointRecord = {
  attempts: number;
  served: number;
  failures: readonly Pick<FailureHistory, "cause" | "count" | "billedShare">[];
};

/** @param isDomainApart outages are the domain's own matter @param hasLimits 429s are those of limits; null when no attempt is left */
export function recordOf(history: EndpointHistory, isDomainApart: boolean, hasLimits: boolean): EndpointRecord | null {
  const failures = history.failures
    .filter(({ cause }) => !(hasLimits && cause === "rate_limited"))
    .map(({ cause, count, countWhileDown, billedShare }) => ({ cause, count: isDomainApart ? count - countWhileDown : count, billedShare }))
    .filter(({ count }) => count > 0);
  const served = history.served - (isDomainApart ? history.servedWhileDown : 0);
  const attempts = served + failures.reduce((sum, { count }) => sum + count, 0);
  return attempts > 0 ? { attempts, served, failures } : null;
}
