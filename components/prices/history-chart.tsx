"use client";

import { ChartAxis, ChartDates, ChartNames } from "./history-axes";
import { MomentBox } from "./moment-box";
import type { HistoryChart as Prepared, Level } from "./prepare-history";
import { useMoment } from "./use-moment";

/** Draws prices over time as steps. Arrow keys and the pointer go through the times at which something changed. */
export function HistoryChart({ chart }: { chart: Prepared }) {
  const { lines, floor, ticks, dates, moments, summary } = chart;
  const { moment, handlers } = useMoment(moments);
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
      <ChartAxis ticks={ticks} />
      <div role="group" aria-roledescription="chart" aria-label={`${summary} Arrow keys go through the changes.`} tabIndex={0} className="relative h-52 touch-pan-y select-none" {...handlers}>
        <svg width="100%" height="100%" className="block overflow-visible" aria-hidden="true">
          {ticks.map(({ label, y }) => <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />)}
          {moment ? <line x1={`${moment.x}%`} x2={`${moment.x}%`} y1="0" y2="100%" className="stroke-line-strong" /> : null}
          <g className="stroke-saving" strokeWidth="7" opacity="0.3"><Steps levels={floor} /></g>
          {lines.map(({ key, isCurrent, levels }) => (
            <g key={key} className={isCurrent ? "stroke-brand" : "stroke-line-strong"} strokeWidth={isCurrent ? 2.5 : 1.25} strokeLinecap="square">
              <Steps levels={levels} />
            </g>
          ))}
        </svg>
        {moment ? <MomentBox moment={moment} /> : null}
        <p className="sr-only" aria-live="polite">{moment?.summary}</p>
      </div>
      <ChartNames lines={lines} />
      <span />
      <ChartDates dates={dates} />
    </div>
  );
}

function Steps({ levels }: { levels: readonly Level[] }) {
  return levels.map(({ x1, x2, y, toY }) => (
    <g key={x1}>
      <line x1={`${x1}%`} x2={`${x2}%`} y1={`${y}%`} y2={`${y}%`} />
      {toY === null ? null : <line x1={`${x2}%`} x2={`${x2}%`} y1={`${y}%`} y2={`${toY}%`} />}
    </g>
  ));
}
