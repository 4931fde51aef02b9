"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { Trend, TrendColumn } from "./prepare-trend";
import { tierFill } from "../tier-colour";

const STEPS: Record<string, number | undefined> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/** Draws a prepared trend. Arrow keys and the pointer pick a column, Enter and a click open the calls behind it. */
export function TrendChart({ trend }: { trend: Trend }) {
  const { columns, ticks, labelled } = trend;
  const router = useRouter();
  const [picked, setPicked] = useState<number | null>(null);
  const column = picked === null ? undefined : columns[picked];

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && column) router.push(column.href);
    if (event.key === "Escape") setPicked(null);
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const from = picked ?? (step > 0 ? -1 : columns.length);
    setPicked(Math.min(columns.length - 1, Math.max(0, from + step)));
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - left) / width) * columns.length);
    setPicked(Math.min(columns.length - 1, Math.max(0, index)));
  }

  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <Ticks ticks={ticks} />
      <div
        role="group"
        aria-roledescription="chart"
        aria-label={`${trend.summary} Arrow keys go through the columns.`}
        tabIndex={0}
        className="relative h-52 cursor-pointer"
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setPicked(null)}
        onBlur={() => setPicked(null)}
        onClick={() => column && router.push(column.href)}
      >
        <svg width="100%" height="100%" className="block" aria-hidden="true">
          {ticks.map(({ label, y }) => (
            <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />
          ))}
          {columns.map((drawn, index) => (
            <Column key={drawn.key} column={drawn} isPicked={index === picked} />
          ))}
          <PrimaryLine columns={columns} />
        </svg>
        {column ? <Tooltip column={column} /> : null}
        <p className="sr-only" aria-live="polite">
          {column?.summary}
        </p>
      </div>
      <span />
      <svg width="100%" height="20" aria-hidden="true" className="mt-1 block overflow-visible text-caption">
        {labelled.map((index, place) => (
          <text
            key={index}
            x={`${columns[index]?.x ?? 0}%`}
            y="14"
            textAnchor={(columns[index]?.x ?? 0) > 90 ? "end" : "start"}
            dx={(columns[index]?.x ?? 0) > 90 ? "3%" : "0"}
            className={`fill-subtle ${place % 3 === 0 ? "" : "max-sm:hidden"}`}
          >
            {columns[index]?.label}
          </text>
        ))}
      </svg>
    </div>
  );
}

function Ticks({ ticks }: Pick<Trend, "ticks">) {
  const widest = Math.max(...ticks.map(({ label }) => label.length));
  return (
    <svg width={widest * 7} height="100%" className="h-52 overflow-visible text-caption" aria-hidden="true">
      {ticks.map(({ label, y }) => (
        <text key={label} x="100%" y={`${y}%`} dy="4" textAnchor="end" className="fill-subtle">
          {label}
        </text>
      ))}
    </svg>
  );
}

/** A tenth of its room is left free on either side; a slot that the range holds only in part is pale. */
function Column({ column, isPicked }: { column: TrendColumn; isPicked: boolean }) {
  const { x, width, segments, partial } = column;
  return (
    <g opacity={partial ? 0.55 : 1}>
      {isPicked ? <rect x={`${x}%`} width={`${width}%`} y="0" height="100%" className="fill-sunken" /> : null}
      {segments.map(({ key, rank, y, height }) => (
        <rect
          key={key}
          x={`${x + width * 0.1}%`}
          width={`${width * 0.8}%`}
          y={`${y}%`}
          height={`${height}%`}
          className={`stroke-surface ${tierFill(rank)}`}
          strokeWidth="1"
        />
      ))}
    </g>
  );
}

/** Prices step, so the line does: level across a column, never sloping through a gap. */
function PrimaryLine({ columns }: { columns: readonly TrendColumn[] }) {
  return (
    <g className="stroke-premium" strokeWidth="2" strokeDasharray="5 3">
      {columns.map(({ key, x, width, primaryY }) =>
        primaryY === null ? null : (
          <line key={key} x1={`${x}%`} x2={`${x + width}%`} y1={`${primaryY}%`} y2={`${primaryY}%`} />
        ),
      )}
    </g>
  );
}

/** Beside its column, on the side where there is room. */
function Tooltip({ column }: { column: TrendColumn }) {
  const isRight = column.x > 50;
  const side = isRight ? { right: `${100 - column.x + 1}%` } : { left: `${column.x + column.width + 1}%` };
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-2 z-10 rounded border border-line bg-surface px-3 py-2 text-table whitespace-nowrap shadow-tremor-dropdown"
      style={side}
    >
      <p className="font-semibold text-ink">{column.label}</p>
      {column.facts.map(({ term, value }) => (
        <p key={term} className="flex justify-between gap-4 text-muted">
          <span>{term}</span>
          <span className="text-ink">{value}</span>
        </p>
      ))}
      {column.partial ? <p className="text-caption text-subtle first-letter:uppercase">{column.partial}</p> : null}
    </div>
  );
}
