"use client";

import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from "react";
import { ColumnFacts } from "../../chart/column-facts";
import { nearestPoint, type Place, pointAfterKey } from "./nearest-point";

/** A point of a chart, and what is said of it. */
export type ChartPoint = Place & {
  key: string;
  label: string;
  facts: readonly { term: string; value: string }[];
  /** The same in a sentence. */
  summary: string;
};

type PointPickerProps = {
  /** The chart in a sentence. */
  summary: string;
  points: readonly ChartPoint[];
  className: string;
  /** What Enter and a click do with a point; left out: nothing. */
  onOpen?: (key: string) => void;
  /** The drawing, the same however a point is picked. */
  children: ReactNode;
};

/** Makes a drawn chart one that is read: arrow keys and the pointer pick a point, which is said aloud and shown beside it. */
export function PointPicker({ summary, points, className, onOpen, children }: PointPickerProps) {
  const [picked, setPicked] = useState<number | null>(null);
  const point = picked === null ? undefined : points[picked];

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") setPicked(null);
    if (event.key === "Enter" && point) onOpen?.(point.key);
    const next = pointAfterKey(event.key, picked, points.length);
    if (next === null) return;
    event.preventDefault();
    setPicked(next);
  }

  function pointAt({ currentTarget, clientX, clientY }: MouseEvent<HTMLElement>): number | null {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    return nearestPoint(points, { left: clientX - left, top: clientY - top }, { width, height });
  }

  // By its own place: a finger has left when its click comes.
  function onClick(event: MouseEvent<HTMLElement>) {
    const at = pointAt(event);
    const clicked = at === null ? undefined : points[at];
    if (clicked) onOpen?.(clicked.key);
  }

  return (
    <div
      role="group"
      aria-roledescription="chart"
      aria-label={`${summary} Arrow keys go through the points.`}
      tabIndex={0}
      className={`relative ${onOpen ? "cursor-pointer" : ""} ${className}`}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => { setPicked(pointAt(event)); }}
      onPointerLeave={() => { setPicked(null); }}
      onBlur={() => { setPicked(null); }}
      onClick={onClick}
    >
      {children}
      {point ? <Highlight point={point} /> : null}
      {point ? (
        <div
          aria-hidden="true"
          className={`pointer-events-none absolute top-2 z-10 rounded border border-line bg-surface px-3 py-2 text-table whitespace-nowrap shadow-tremor-dropdown max-sm:max-w-full max-sm:whitespace-normal ${point.x + point.width / 2 > 50 ? "left-2" : "right-2"}`}
        >
          <ColumnFacts column={{ label: point.label, facts: point.facts, partial: null }} />
        </div>
      ) : null}
      <p className="sr-only" aria-live="polite">{point?.summary}</p>
    </div>
  );
}

/** A frame around a column, a ring around a mark. */
function Highlight({ point: { x, width, y } }: { point: ChartPoint }) {
  return (
    <svg width="100%" height="100%" aria-hidden="true" className="pointer-events-none absolute inset-0 block overflow-visible">
      {y === null ? (
        <rect x={`${x}%`} width={`${width}%`} y="0" height="100%" fill="none" strokeWidth="2" className="stroke-brand" />
      ) : (
        <circle cx={`${x}%`} cy={`${y}%`} r="11" fill="none" strokeWidth="2" className="stroke-brand" />
      )}
    </svg>
  );
}
