import { tierFill } from "../tier-colour";

/** The tiers of a profile in a row, from the primary on. */
export function TierChips({ endpoints }: { endpoints: readonly string[] }) {
  return (
    <ol aria-label="Tiers" className="flex min-w-0 flex-wrap gap-1.5">
      {endpoints.map((endpoint, index) => (
        <li key={endpoint} className="flex min-w-0 items-center gap-1.5 rounded border border-line bg-sunken px-2 py-0.5 text-table">
          <svg width="10" height="10" className="shrink-0" aria-hidden="true">
            <rect width="10" height="10" rx="2" className={tierFill(index)} />
          </svg>
          <span className="text-muted">{index + 1}</span>
          <span className="min-w-0 break-all text-ink">{endpoint}</span>
        </li>
      ))}
    </ol>
  );
}
