type PlanEntry = { endpoint: string; tier: number; kept: boolean; reason: string };

/** The candidates as they were planned, each kept or dropped with the reason. */
export function PlanList({ plan, tried }: { plan: readonly PlanEntry[]; tried: ReadonlySet<string> }) {
  if (plan.length === 0) return <p className="text-table text-muted">Nothing was planned.</p>;
  return (
    <ol className="grid gap-2">
      {plan.map(({ endpoint, tier, kept, reason }, index) => (
        <li key={index} className="text-table">
          <p className="flex items-baseline gap-2">
            <span className="w-10 shrink-0 text-muted">{tier === 0 ? "" : `Tier ${tier}`}</span>
            <span className={`min-w-0 break-words ${kept ? "font-medium text-ink" : "text-muted line-through"}`}>{endpoint}</span>
          </p>
          <p className="pl-12 text-caption text-subtle">
            {kept ? `Kept: ${reason}` : `Dropped: ${reason}`}
            {kept && !tried.has(endpoint) ? "; not needed" : ""}
          </p>
        </li>
      ))}
    </ol>
  );
}
