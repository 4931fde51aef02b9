"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { ColumnFacts } from "../chart/column-facts";
import { stepByKey } from "../chart/step-by-key";

/** What is said of a column; where it stands is in percent of the plot. */
export type PickableColumn = {
  key: string;
  label: string;
  x: number;
  width: number;
  partial: string | null;
  facts: { term: string; value: string }[];
  summary: string;
  href: string;
};

type ColumnPickerProps = {
  /** The chart in a sentence. */
  summary: string;
  columns: readonly PickableColumn[];
  className: string;
  /** The drawing, the same however a column is picked. */
  children: ReactNode;
};

/** Makes a drawn chart one that is read: arrow keys and the pointer pick a column, Enter and a click open the calls behind it. */
export function ColumnPicker({ summary, columns, className, children }: ColumnPickerProps) {
  const router = useRouter();
  const [picked, setPicked] = useState<number | null>(null);
  const column = picked === null ? undefined : columns[picked];

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && column) router.push(column.href);
    if (event.key === "Escape") setPicked(null);
    const next = stepByKey(event.key, picked, columns.length);
    if (next === null) return;
    event.preventDefault();
    setPicked(next);
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - left) / width) * columns.length);
    setPicked(Math.min(columns.length - 1, Math.max(0, index)));
  }

  return (
    <div
      role="group"
      aria-roledescription="chart"
      aria-label={`${summary} Arrow keys go through the columns.`}
      tabIndex={0}
      className={`relative cursor-pointer ${className}`}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onPointerLeave={() => { setPicked(null); }}
      onBlur={() => { setPicked(null); }}
      onClick={() => { if (column) router.push(column.href); }}
    >
      {column ? (
        <svg width="100%" height="100%" aria-hidden="true" className="absolute inset-0 block">
          <rect x={`${column.x}%`} width={`${column.width}%`} y="0" height="100%" className="fill-sunken" />
        </svg>
      ) : null}
      <div className="relative h-full">{children}</div>
      {column ? <Facts column={column} /> : null}
      <p className="sr-only" aria-live="polite">{column?.summary}</p>
    </div>
  );
}

/** In the half of the chart where the column is not. */
function Facts({ column }: { column: PickableColumn }) {
  return (
    <div
      aria-hidden="true"
      className={`pointer-events-none absolute top-2 z-10 rounded border border-line bg-surface px-3 py-2 text-table whitespace-nowrap shadow-tremor-dropdown ${column.x > 50 ? "left-2" : "right-2"}`}
    >
      <ColumnFacts column={column} />
    </div>
  );
}
