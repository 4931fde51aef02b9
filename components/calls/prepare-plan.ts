import { formatUsd, parseUsd } from "@/lib/core/money";
import { formatDuration, plural } from "../counts";

type PlanEntry = {
  endpoint: string;
  /** 0 for a name that leads to nobody. */
  tier: number;
  kept: boolean;
  reason: string;
  expectedCostUsd?: string | null;
  expectedMs?: number | null;
};
type End = { outcome: "served" | "failed" | "aborted"; servedTier: number | null; attempts: readonly { endpoint: string }[] };

export type PlanRow = { endpoint: string; tier: number; isTried: boolean; isDropped: boolean; what: string; expected: string | null };

/** What became of each candidate: tried, or not and why. */
export function preparePlan(plan: readonly PlanEntry[], call: End): PlanRow[] {
  return plan.map(({ endpoint, tier, kept, reason, ...expected }) => {
    const attempts = call.attempts.filter((attempt) => attempt.endpoint === endpoint).length;
    return {
      endpoint,
      tier,
      isTried: attempts > 0,
      isDropped: !kept && attempts === 0,
      what: attempts > 0 ? `Tried, ${plural(attempts, "attempt")}: ${reason}` : kept ? `Not tried: ${whyUnneeded(call)}` : `Not tried: ${reason}`,
      expected: describeExpected(expected),
    };
  });
}

function whyUnneeded({ outcome, servedTier }: End): string {
  if (outcome === "served") return servedTier === null ? "not needed" : `not needed, tier ${servedTier} served`;
  return outcome === "aborted" ? "the client left first" : "the call ended before its turn";
}

/** What the plan expected of it; null where nothing was known. */
function describeExpected({ expectedCostUsd, expectedMs }: Pick<PlanEntry, "expectedCostUsd" | "expectedMs">): string | null {
  const parts = [
    expectedCostUsd ? `about ${formatUsd(parseUsd(expectedCostUsd))}` : null,
    expectedMs ? `about ${formatDuration(expectedMs)}` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `Expected: ${parts.join(", ")}` : null;
}
