import type { PlanRow } from "./prepare-plan";

/** The candidates in the order of the plan, each tried or not with the reason. */
export function PlanList({ rows }: { rows: readonly PlanRow[] }) {
  if (rows.length === 0) return <p className="text-table text-muted">Nothing was planned.</p>;
  return (
    <ol className="grid gap-2">
      {rows.map(({ endpoint, tier, isTried, isDropped, what, expected }, index) => (
        <li key={index} className="text-table">
          <p className="flex items-baseline gap-2">
            <span className="w-10 shrink-0 text-muted">{tier === 0 ? "" : `Tier ${tier}`}</span>
            <span className={`min-w-0 wrap-anywhere ${isDropped ? "text-muted line-through" : isTried ? "font-medium text-ink" : "text-muted"}`}>{endpoint}</span>
          </p>
          <p className="pl-12 text-caption text-subtle">{what}{expected === null ? "" : `. ${expected}`}</p>
        </li>
      ))}
    </ol>
  );
}
