import type { BridgeRow } from "./prepare-bridge";

const FILLS = { total: "fill-tier-2", more: "fill-premium", less: "fill-saving", waste: "" } as const;

/** The steps from primary to effective cost, one a row; every amount stands beside its bar. */
export function CostBridge({ rows }: { rows: readonly BridgeRow[] }) {
  return (
    <ol className="grid gap-2.5">
      {rows.map(({ key, label, value, kind, x, width }) => (
        <li key={key}>
          <p className={`flex justify-between gap-3 text-table ${kind === "total" ? "font-semibold text-ink" : "text-muted"}`}>
            <span>{label}</span>
            <span>{value}</span>
          </p>
          <svg width="100%" height="10" className="mt-1 block" aria-hidden="true">
            <rect width="100%" height="10" className="fill-sunken" />
            <rect
              x={`${x}%`}
              width={`${Math.max(width, width > 0 ? 0.4 : 0)}%`}
              height="10"
              className={FILLS[kind]}
              {...(kind === "waste" ? { fill: "url(#waste-hatch)" } : {})}
            />
          </svg>
        </li>
      ))}
    </ol>
  );
}
