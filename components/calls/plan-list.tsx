import { formatUsd, parseUsd } from "@/lib/core/money";
import { formatDuration } from "../counts";

type PlanEntry = {
  endpoint: string;
  tier: number;
  kept: boolean;
  reason: string;
  expectedCostUsd?: string | null;
  expectedMs?: number | null;
};

/** The candidates as they were planned, each kept or dropped with the reason. */
export function PlanList({ plan, tried }: { plan: readonly PlanEntry[]; tried: ReadonlySet<string> }) {
  if (plan.length === 0) return <p className="text-table text-muted">Nothing was planned.</p>;
  return (
    <ol className="grid gap-2">
      {plan.map(({ endpoint, tier, kept, reason, ...expected }, index) => (
        <li key={index} className="text-table">
          <p className="flex items-baseline gap-2">
            <span className="w-10 shrink-0 text-muted">{tier === 0 ? "" : `Tier ${tier}`}</span>
            <span className={`min-w-0 break-words ${kept ? "font-medium text-ink" : "text-muted line-through"}`}>{endpoint}</span>
          </p>
          <p className="pl-12 text-caption text-subtle">
            {kept ? `Kept: ${reason}` : `Dropped: ${reason}`}
            {kept && !tried.has(endpoint) ? "; not needed" : ""}
            {describeExpected(expected)}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** What the plan expected of it; nothing where nothing was known. */
function describeExpected({ expectedCostUsd, expectedMs }: Pick<PlanEntry, "expectedCostUsd" | "expectedMs">): string {
  const parts = [
    expectedCostUsd ? `about ${formatUsd(parseUsd(expectedCostUsd))}` : null,
    expectedMs ? `about ${formatDuration(expectedMs)}` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `; expected: ${parts.join(", ")}` : "";
}
