import { causeFill } from "../cause-patterns";
import { formatCount, plural } from "../counts";
import { Panel } from "../panel";
import { ColumnPicker } from "./column-picker";
import type { LimitChart } from "./prepare-limits";

type LimitsPanelProps = { charts: readonly LimitChart[]; highest: number; unit: "hour" | "day"; zone: string; className?: string };

/** When which endpoint was at a limit: small charts of one scale. */
export function LimitsPanel({ charts, highest, unit, zone, className = "" }: LimitsPanelProps) {
  return (
    <Panel
      title="Limits over time"
      subtitle={`Attempts refused with 429, by ${unit} of the call's start, ${zone}. Grain: attempts.`}
      {...(highest > 0 ? { aside: <p className="text-caption text-subtle">Every chart reaches to {formatCount(highest)}</p> } : {})}
      className={className}
    >
      {charts.length === 0 ? (
        <p className="py-4 text-body text-muted">No endpoint was at a limit in this range.</p>
      ) : (
        <ul className="grid grid-cols-1 gap-x-8 gap-y-5 md:grid-cols-2">
          {charts.map((chart) => <li key={chart.endpoint} className="min-w-0"><Small chart={chart} unit={unit} /></li>)}
        </ul>
      )}
    </Panel>
  );
}

function Small({ chart: { endpoint, total, href, columns, summary }, unit }: { chart: LimitChart; unit: "hour" | "day" }) {
  return (
    <>
      <p className="mb-1 flex justify-between gap-3 text-table">
        <a href={href} title={endpoint} className="min-w-0 truncate font-medium text-ink underline-offset-2 hover:underline">{endpoint}</a>
        <span className="shrink-0 text-muted">{plural(total, "attempt")}</span>
      </p>
      <ColumnPicker
        summary={summary}
        columns={columns.map(({ key, label, x, width, partial, facts, summary, href }) => ({ key, label, x, width, partial, facts, summary, href }))}
        className="h-16"
      >
        <svg width="100%" height="100%" className="block" aria-hidden="true">
          {columns.map(({ key, x, width, y, height, partial }) => (
            height === 0 ? null : (
              <rect
                key={key} x={`${x + width * 0.1}%`} width={`${width * 0.8}%`} y={`${y}%`} height={`${height}%`}
                fill={causeFill("limit")} opacity={partial ? 0.55 : 1}
              />
            )
          ))}
          <line x1="0" x2="100%" y1="100%" y2="100%" strokeWidth="2" className="stroke-line-strong" />
        </svg>
      </ColumnPicker>
      <p aria-hidden="true" className="mt-0.5 flex justify-between text-caption text-subtle">
        <span>{columns[0]?.label}</span>
        <span>{columns.at(-1)?.label}</span>
      </p>
      <details className="text-table">
        <summary className="w-fit rounded text-caption text-muted hover:text-ink">Show as a table</summary>
        <table className="mt-1 w-full text-left">
          <thead className="sr-only"><tr><th scope="col">{unit === "hour" ? "Hour" : "Day"}</th><th scope="col">429s</th></tr></thead>
          <tbody>
            {columns.filter(({ height }) => height > 0).map(({ key, label, href, facts }) => (
              <tr key={key} className="border-t border-line">
                <th scope="row" className="py-1 font-normal"><a href={href} className="text-brand underline-offset-2 hover:underline">{label}</a></th>
                <td className="py-1 text-right">{facts[0]?.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="text-caption text-subtle">No 429 in any other {unit}.</p>
      </details>
    </>
  );
}
