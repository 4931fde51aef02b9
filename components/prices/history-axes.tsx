import type { HistoryChart } from "./prepare-history";

/** Amounts, left of the lines. */
export function ChartAxis({ ticks }: Pick<HistoryChart, "ticks">) {
  const widest = Math.max(...ticks.map(({ label }) => label.length));
  return (
    <svg width={widest * 7} height="100%" className="h-52 overflow-visible text-caption" aria-hidden="true">
      {ticks.map(({ label, y }) => <text key={label} x="100%" y={`${y}%`} dy="4" textAnchor="end" className="fill-subtle">{label}</text>)}
    </svg>
  );
}

/** The hosts' names, at their lines' ends. */
export function ChartNames({ lines }: Pick<HistoryChart, "lines">) {
  const longest = Math.min(16, Math.max(...lines.map(({ label }) => label.length)));
  return (
    <svg width={8 + 7 * longest} height="100%" className="h-52 overflow-visible text-caption max-sm:hidden" aria-hidden="true">
      {lines.map(({ key, label, isCurrent, labelY }) => labelY === null ? null : (
        <text key={key} x="0" y={`${labelY}%`} dy="4" className={isCurrent ? "fill-brand font-semibold" : "fill-muted"}>{label}</text>
      ))}
    </svg>
  );
}

/** Days, below the lines; every other one where there is little room. */
export function ChartDates({ dates }: Pick<HistoryChart, "dates">) {
  return (
    <svg width="100%" height="20" aria-hidden="true" className="mt-1 block overflow-visible text-caption">
      {dates.map(({ x, label }, index) => <text key={x} x={`${x}%`} y="14" className={`fill-subtle ${index % 2 === 0 ? "" : "max-sm:hidden"}`}>{label}</text>)}
    </svg>
  );
}
