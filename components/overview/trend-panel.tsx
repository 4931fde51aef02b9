import { FactsTable } from "../chart/facts-table";
import { Panel } from "../panel";
import type { Trend } from "./prepare-trend";
import { tierFill } from "../tier-colour";
import { MEASURE_WORDS } from "../rates";
import { TrendChart, type Zoom } from "./trend-chart";
import type { Measure } from "@/lib/core/warc-measure";

type TrendPanelProps = { trend: Trend; unit: "hour" | "day"; zone: string; measure: Measure; zoom: Zoom; className?: string };

/** WARC over time, as a chart and as the same figures in a table. */
export function TrendPanel({ trend, unit, zone, measure, zoom, className = "" }: TrendPanelProps) {
  return (
    <Panel
      title="WARC over time"
      subtitle={`By ${unit} of the call's start, ${zone}. ${MEASURE_WORDS[measure].unit}. Grain: served calls.`}
      aside={<Legend trend={trend} />}
      className={className}
    >
      <TrendChart trend={trend} zoom={zoom} />
      <p className="mt-1 text-caption text-subtle print:hidden">Drag over columns to look closer, Esc to come back. A click opens the calls.</p>
      <FactsTable name="WARC over time" unit={unit} columns={trend.columns} />
    </Panel>
  );
}

function Legend({ trend }: { trend: Trend }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
      {trend.legend.map(({ key, label, rank }) => (
        <li key={key} className="flex items-center gap-1.5">
          <svg width="10" height="10" aria-hidden="true">
            <rect width="10" height="10" rx="2" className={tierFill(rank)} />
          </svg>
          {label}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <svg width="16" height="10" aria-hidden="true">
          <line x1="0" x2="16" y1="5" y2="5" strokeWidth="2" strokeDasharray="5 3" className="stroke-premium" />
        </svg>
        Primary cost
      </li>
      {trend.columns.some(({ hasUnknown }) => hasUnknown) ? (
        <li className="flex items-center gap-1.5">
          <svg width="10" height="10" aria-hidden="true">
            <rect x="0.5" y="0.5" width="9" height="9" strokeDasharray="2 2" className="fill-none stroke-line-strong" />
          </svg>
          Some cost unknown
        </li>
      ) : null}
    </ul>
  );
}
