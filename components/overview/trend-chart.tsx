"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { ColumnFacts } from "../chart/column-facts";
import { columnAt, spanOf, zoomHref } from "./column-span";
import type { Trend, TrendColumn } from "./prepare-trend";
import { tierFill } from "../tier-colour";
import { stepByKey } from "../chart/step-by-key";

/** Where a dragged span leads: the address's other parts, and whether there is a wider range to come back to. */
export type Zoom = { kept: [string, string][]; isZoomed: boolean };

/**
 * Draws a prepared trend. Arrow keys and the pointer pick a column, Enter and a click open the calls behind it; a drag, or
 * Shift with the arrows and Enter, makes its columns the range of the page, and Escape comes back.
 */
export function TrendChart({ trend, zoom }: { trend: Trend; zoom: Zoom }) {
  const { columns, ticks, labelled } = trend;
  const router = useRouter();
  const [picked, setPicked] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const column = picked === null ? undefined : columns[picked];
  const span = anchor !== null && picked !== null && anchor !== picked ? spanOf(anchor, picked) : null;

  function open() {
    const href = span ? zoomHref(columns, span, zoom.kept) : column?.href;
    setAnchor(null);
    if (href) router.push(href);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") open();
    if (event.key === "Escape") {
      if (span === null && zoom.isZoomed) router.back();
      setPicked(null);
      setAnchor(null);
    }
    const next = stepByKey(event.key, picked, columns.length);
    if (next === null) return;
    event.preventDefault();
    setAnchor(event.shiftKey ? (anchor ?? picked) : null);
    setPicked(next);
  }

  function columnUnder(event: PointerEvent<HTMLElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return columnAt((event.clientX - left) / width, columns.length);
  }

  // A finger scrolls the page: only a mouse or a pen drags.
  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.pointerType === "touch" || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setPicked(columnUnder(event));
    setAnchor(columnUnder(event));
  }

  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2">
      <Ticks ticks={ticks} />
      <div
        role="group"
        aria-roledescription="chart"
        aria-label={`${trend.summary} Arrow keys go through the columns, with Shift they choose a range.`}
        tabIndex={0}
        className="relative h-52 cursor-pointer touch-pan-y select-none"
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => { setPicked(columnUnder(event)); }}
        onPointerLeave={() => { setPicked(null); }}
        onBlur={() => { setPicked(null); setAnchor(null); }}
        onClick={open}
      >
        <svg width="100%" height="100%" className="block" aria-hidden="true">
          {ticks.map(({ label, y }) => (
            <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />
          ))}
          {columns.map((drawn, index) => (
            <Column key={drawn.key} column={drawn} isPicked={span ? index >= span.first && index <= span.last : index === picked} />
          ))}
          <PrimaryLine columns={columns} />
        </svg>
        {column && !span ? <Tooltip column={column} /> : null}
        <p className="sr-only" aria-live="polite">
          {span ? `${columns[span.first]?.label} to ${columns[span.last]?.label}: Enter makes them the range.` : column?.summary}
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
  const { x, width, segments, partial, hasUnknown } = column;
  const top = segments.at(-1)?.y ?? 100;
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
      {hasUnknown ? (
        <svg x={`${x + width * 0.1}%`} y={`${top}%`} width={`${width * 0.8}%`} height="7" overflow="visible">
          <rect y="-9" width="100%" height="7" strokeDasharray="2 2" className="fill-none stroke-line-strong" />
        </svg>
      ) : null}
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
      <ColumnFacts column={column} />
    </div>
  );
}
