import Link from "next/link";
import type { PaperColumns, PaperSteps } from "@/lib/core/paper";
import { TableToggle } from "../chart/table-toggle";
import type { HrefOf } from "./paper-table";

/** The cost of each day; each column leads to its calls. */
export function DayColumns({ chart, hrefOf }: { chart: PaperColumns; hrefOf: HrefOf }) {
  const { summary, ticks, columns, labelled, table } = chart;
  return (
    <>
      <p className="mb-3 text-table text-muted">{summary}</p>
      <div className="flex gap-2">
        <div aria-hidden="true" className="relative h-56 w-16 shrink-0 text-caption text-subtle">
          <svg width="100%" height="100%" className="overflow-visible">
            {ticks.map(({ label, y }) => <text key={label} x="100%" y={`${y}%`} dy="4" textAnchor="end" className="fill-subtle text-caption">{label}</text>)}
          </svg>
        </div>
        <svg width="100%" height="224" role="group" aria-label="Cost by day" className="min-w-0 flex-1 overflow-visible">
          {ticks.map(({ label, y }) => <line key={label} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} className="stroke-line" />)}
          {columns.map(({ key, label, x, width, height, hasUnknown, value, detail, link }) => (
            <a key={key} href={hrefOf(link)} aria-label={`${label}: ${value}, ${detail}`}>
              <title>{`${label}: ${value}, ${detail}`}</title>
              <rect x={`${x}%`} width={`${width}%`} y="0" height="100%" className="fill-transparent hover:fill-sunken" />
              <rect x={`${x + width * 0.14}%`} width={`${width * 0.72}%`} y={`${100 - height}%`} height={`${height}%`} className="pointer-events-none fill-tier-2" />
              {hasUnknown ? (
                <svg x={`${x + width * 0.14}%`} y={`${100 - height}%`} width={`${width * 0.72}%`} height="7" overflow="visible">
                  <rect y="-9" width="100%" height="7" strokeDasharray="2 2" className="fill-none stroke-line-strong" />
                </svg>
              ) : null}
            </a>
          ))}
        </svg>
      </div>
      <svg aria-hidden="true" width="100%" height="18" className="mt-1 block overflow-visible pl-18">
        {labelled.map((index) => <text key={index} x={`${columns[index]?.x ?? 0}%`} y="12" className="fill-subtle text-caption">{columns[index]?.label}</text>)}
      </svg>
      {columns.some(({ hasUnknown }) => hasUnknown) ? <p className="text-caption text-subtle">An empty outline: something of that day has a cost that nobody knows.</p> : null}
      <TableToggle
        name="Cost by day"
        table={{
          heads: table.columns.map(({ head }) => head),
          rows: table.rows.map((row, index) => ({ key: columns[index]?.key ?? String(index), cells: row.map(({ text }) => text), ...(row[0]?.link && { href: hrefOf(row[0].link) }) })),
        }}
      />
    </>
  );
}

const FILLS = { total: "fill-tier-2", part: "fill-tier-3", more: "fill-premium", less: "fill-saving" } as const;

/** A sum in steps, each beside its bar. */
export function StepBars({ steps: { rows, equation } }: { steps: PaperSteps }) {
  return (
    <>
      <ol className="grid gap-2.5">
        {rows.map(({ label, value, kind, x, width }) => (
          <li key={label}>
            <p className={`flex justify-between gap-3 text-table ${kind === "total" ? "font-semibold text-ink" : "text-muted"}`}><span>{label}</span><span>{value}</span></p>
            <svg width="100%" height="10" className="mt-1 block" aria-hidden="true">
              <rect width="100%" height="10" className="fill-sunken" />
              <rect x={`${x}%`} width={`${Math.max(width, width > 0 ? 0.4 : 0)}%`} height="10" className={FILLS[kind]} />
            </svg>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-table text-muted">{equation}</p>
    </>
  );
}

/** A link to one call, or to calls. */
export function FigureLink({ href, children }: { href: string; children: string }) {
  return <Link href={href} prefetch={false} className="underline decoration-line-strong underline-offset-2 hover:text-ink">{children}</Link>;
}
