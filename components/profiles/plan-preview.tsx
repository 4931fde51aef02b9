import { formatUsd, parseUsd } from "@/lib/core/money";
import type { PlanEntry } from "@/lib/core/plan";
import type { Strategy } from "@/lib/core/profile";
import { UNKNOWN } from "../amounts";
import { formatDuration } from "../counts";
import { tierFill } from "../tier-colour";

/** Whom the sample call would be sent to, in order, and why the others are left out. */
export function PlanPreview({ plan, strategy }: { plan: readonly PlanEntry[]; strategy: Strategy }) {
  const kept = plan.filter((entry) => entry.kept);
  return (
    <div className="grid gap-2">
      <p className="text-table text-ink">{summaryOf(kept)}</p>
      <ol aria-label="Plan" className="grid gap-2">
        {plan.map((entry) => <Entry key={`${entry.tier} ${entry.endpoint}`} entry={entry} />)}
      </ol>
      {strategy === "weighted" ? <p className="text-caption text-subtle">The first place is drawn anew for each call: this is one draw of many.</p> : null}
    </div>
  );
}

function summaryOf(kept: readonly PlanEntry[]): string {
  const [first] = kept;
  if (!first) return "Nobody is left to serve this call: it would be refused.";
  const cost = first.expectedCostUsd === null ? "at an unknown cost" : `for about ${formatUsd(parseUsd(first.expectedCostUsd))}`;
  return `${first.endpoint} is asked first, ${cost}${kept.length === 1 ? "; nobody stands in for it" : ""}.`;
}

function Entry({ entry: { endpoint, tier, kept, reason, expectedCostUsd, expectedMs } }: { entry: PlanEntry }) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-2 text-table">
      <svg width="10" height="10" className="mt-1.5" aria-hidden="true">
        <rect width="10" height="10" rx="2" className={kept ? tierFill(tier - 1) : "fill-line-strong"} />
      </svg>
      <p className={`min-w-0 break-all ${kept ? "font-medium text-ink" : "text-muted line-through"}`}>{endpoint}</p>
      <p className="text-right text-ink">{kept ? (expectedCostUsd === null ? UNKNOWN : formatUsd(parseUsd(expectedCostUsd))) : ""}</p>
      <p className="col-start-2 text-caption text-subtle">{kept ? "Kept" : "Dropped"}: {reason}</p>
      <p className="text-right text-caption text-subtle">{kept && expectedMs !== null ? `about ${formatDuration(expectedMs)}` : ""}</p>
    </li>
  );
}
