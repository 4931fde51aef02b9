import { causeFill } from "../cause-patterns";
import type { CauseLook } from "../causes";
import { ColumnPicker } from "./column-picker";
import type { WasteChart as Chart, WasteColumn } from "./prepare-waste";

/** Draws prepared waste. */
export function WasteChart({ chart }: { chart: Chart }) {
  const { columns, ticks } = chart;
  const widest = Math.max(...ticks.map(({ label }) => label.length));
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <svg width={widest * 7} height="100%" className="h-52 overflow-visible text-caption" aria-hidden="true">
        {ticks.map(({ label, y }) => (
          <text key={label} x="100%" y={`${y}%`} dy="4" textAnchor="end" className="fill-subtle">{label}</text>
        ))}
      </svg>
      <ColumnPicker summary={chart.summary} columns={columns.map(withoutDrawing)} className="h-52">
        <svg width="100%" height="100%" className="block overflow-visible" aria-hidden="true">
          {ticks.map(({ label, y }) => (
            <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />
          ))}
          {columns.map((column) => <Column key={column.key} column={column} />)}
        </svg>
      </ColumnPicker>
      <span />
      <Labels columns={columns} labelled={chart.labelled} />
    </div>
  );
}

/** Only what is read goes to the browser's script; the drawing is markup already. */
function withoutDrawing({ key, label, x, width, partial, facts, summary, href }: WasteColumn) {
  return { key, label, x, width, partial, facts, summary, href };
}

const STROKES: Record<CauseLook, string> = {
  limit: "stroke-cause-limit",
  error: "stroke-cause-error",
  timeout: "stroke-cause-timeout",
  cut: "stroke-cause-cut",
  cancelled: "stroke-cause-cancelled",
};

/** Estimated is pale with a dashed outline, unknown an empty box of one size, a slot that is held in part pale with a dotted top. */
function Column({ column: { x, width, segments, top, unknown, partial } }: { column: WasteColumn }) {
  const [left, wide] = [`${x + width * 0.1}%`, `${width * 0.8}%`];
  return (
    <g opacity={partial ? 0.55 : 1}>
      {segments.map(({ look, isEstimated, y, height }) => (
        <rect
          key={`${look}-${isEstimated}`} x={left} width={wide} y={`${y}%`} height={`${height}%`}
          fill={causeFill(look)} strokeWidth="1"
          {...(isEstimated ? { className: STROKES[look], fillOpacity: 0.4, strokeDasharray: "3 2" } : { className: "stroke-surface" })}
        />
      ))}
      {partial ? <line x1={left} x2={`${x + width * 0.9}%`} y1={`${top}%`} y2={`${top}%`} strokeWidth="2" strokeDasharray="1 3" className="stroke-line-strong" /> : null}
      {unknown > 0 ? (
        <svg y={`${top}%`} width="100%" height="12" overflow="visible">
          <rect x={left} width={wide} y="-9" height="7" fill="none" className="stroke-line-strong" />
        </svg>
      ) : null}
    </g>
  );
}

type LabelsProps = { columns: readonly { x: number; label: string }[]; labelled: readonly number[] };

export function Labels({ columns, labelled }: LabelsProps) {
  return (
    <svg width="100%" height="20" aria-hidden="true" className="mt-1 block overflow-visible text-caption">
      {labelled.map((index, place) => {
        const { x = 0, label = "" } = columns[index] ?? {};
        return (
          <text
            key={index} x={`${x}%`} y="14" textAnchor={x > 90 ? "end" : "start"} dx={x > 90 ? "3%" : "0"}
            className={`fill-subtle ${place % 3 === 0 ? "" : "max-sm:hidden"}`}
          >
            {label}
          </text>
        );
      })}
    </svg>
  );
}
