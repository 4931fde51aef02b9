import { isComparable } from "@/lib/core/savings";
import type { CallRecord } from "./record";

/** What follows from a call's attempts, stored beside it so that no page has to add it up. Amounts are pico-USD. */
export type CallSummary = {
  attemptCount: number;
  /** Attempts whose cost is not known: where there are any, `costPico` is a lower bound. */
  unknownAttempts: number;
  /** Sum of the known costs. */
  costPico: bigint;
  /** null when no attempt served, or its cost is not known. */
  servedCostPico: bigint | null;
  /** Served, every amount known and the baseline priced: the calls that savings are about. */
  comparable: boolean;
};

export function summariseCall(call: CallRecord): CallSummary {
  const unknownAttempts = call.attempts.filter((attempt) => attempt.costPico === null).length;
  const served = call.attempts.find((attempt) => attempt.outcome === "served");
  return {
    attemptCount: call.attempts.length,
    unknownAttempts,
    costPico: call.attempts.reduce((sum, attempt) => sum + (attempt.costPico ?? 0n), 0n),
    servedCostPico: served?.costPico ?? null,
    comparable: isComparable({
      served: call.outcome === "served",
      costsPico: call.attempts.map((attempt) => attempt.costPico),
      baselinePico: call.baselineCostPico,
    }),
  };
}
