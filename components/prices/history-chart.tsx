"use client";

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { ColumnFacts } from "../chart/column-facts";
import type { HistoryChart as Prepared, Level } from "./prepare-history";

const STEPS: Record<string, number | undefined> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/** Draws prices over time as steps. Arrow keys and the pointer go through the times at which something changed. */
export function HistoryChart({ chart }: { chart: Prepared }) {
  const { lines, floor, ticks, dates, moments, summary } = chart;
  const [picked, setPicked] = useState<number | null>(null);
  const moment = picked === null ? undefined : moments[picked];

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") setPicked(null);
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = picked ?? (step > 0 ? -1 : moments.length);
    setPicked(Math.min(moments.length - 1, Math.max(0, from + step)));
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * 100;
    // What is in force there began with the last change before it.
    setPicked(Math.max(0, moments.findLastIndex((each) => each.x <= x)));
  }

  const widest = Math.max(...ticks.map(({ label }) => label.length));
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
      <svg width={widest * 7} height="100%" className="h-52 overflow-visible text-caption" aria-hidden="true">
        {ticks.map(({ label, y }) => <text key={label} x="100%" y={`${y}%`} dy="4" textAnchor="end" className="fill-subtle">{label}</text>)}
      </svg>
      <div
        role="group"
        aria-roledescription="chart"
        aria-label={`${summary} Arrow keys go through the changes.`}
        tabIndex={0}
        className="relative h-52 touch-pan-y select-none"
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => { setPicked(null); }}
        onBlur={() => { setPicked(null); }}
      >
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
        {moment ? (
          <div
            aria-hidden="true"
            className="pointer-events-none absolute top-2 z-10 max-h-48 overflow-hidden rounded border border-line bg-surface px-3 py-2 text-table whitespace-nowrap shadow-tremor-dropdown"
            style={moment.x > 50 ? { right: `${101 - moment.x}%` } : { left: `${moment.x + 1}%` }}
          >
            <ColumnFacts column={{ label: moment.label, facts: moment.facts, partial: null }} />
          </div>
        ) : null}
        <p className="sr-only" aria-live="polite">{moment?.summary}</p>
      </div>
      <svg width={8 + 7 * Math.min(16, Math.max(...lines.map(({ label }) => label.length)))} height="100%" className="h-52 overflow-visible text-caption max-sm:hidden" aria-hidden="true">
        {lines.map(({ key, label, isCurrent, labelY }) => labelY === null ? null : (
          <text key={key} x="0" y={`${labelY}%`} dy="4" className={isCurrent ? "fill-brand font-semibold" : "fill-muted"}>{label}</text>
        ))}
      </svg>
      <span />
      <svg width="100%" height="20" aria-hidden="true" className="mt-1 block overflow-visible text-caption">
        {dates.map(({ x, label }, index) => <text key={x} x={`${x}%`} y="14" className={`fill-subtle ${index % 2 === 0 ? "" : "max-sm:hidden"}`}>{label}</text>)}
      </svg>
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
