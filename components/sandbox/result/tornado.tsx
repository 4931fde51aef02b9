import type { ReactNode } from "react";
import { Panel } from "../../panel";
import { type MovedInput, prepareTornado, type Tornado as Prepared, type TornadoRow } from "./prepare-tornado";
import { TableToggle } from "../../chart/table-toggle";

type TornadoProps = { influences: readonly MovedInput[]; /** The effective cost with all inputs in the middle. */ base: number | null; name: string; className?: string };

const TITLE = "What matters most";

/** The inputs whose uncertainty moves the effective cost most. */
export function Tornado({ influences, base, name, className = "" }: TornadoProps) {
  const tornado = base === null ? null : prepareTornado(influences, base);
  return (
    <Panel title={TITLE} subtitle={`Effective cost of ${name} with one input at either end of its range, all others in the middle`} className={className}>
      {tornado ? <Rows tornado={tornado} /> : <p className="text-table text-muted">{base === null ? "The effective cost is not known: a price is missing." : "No input moves the effective cost."}</p>}
    </Panel>
  );
}

function Rows({ tornado: { rows, baseX, base, summary, table } }: { tornado: Prepared }) {
  return (
    <>
      <p className="sr-only">{summary}</p>
      <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
        <li className="flex items-center gap-1.5"><Mark><rect width="14" height="5" className="fill-tier-4" /></Mark>Above: at the lower end</li>
        <li className="flex items-center gap-1.5"><Mark><rect y="5" width="14" height="5" className="fill-tier-2" /></Mark>Below: at the upper end</li>
        <li className="flex items-center gap-1.5"><Mark><line x1="7" x2="7" y2="10" strokeWidth="2" className="stroke-ink" /></Mark>In the middle: {base}</li>
      </ul>
      <ol className="grid grid-cols-1 gap-3">{rows.map((row) => <Row key={row.key} row={row} baseX={baseX} />)}</ol>
      <TableToggle name={TITLE} table={table} />
    </>
  );
}

function Mark({ children }: { children: ReactNode }) {
  return <svg width="14" height="10" aria-hidden="true">{children}</svg>;
}

function Row({ row: { label, low, high, words, swing }, baseX }: { row: TornadoRow; baseX: number }) {
  return (
    <li>
      <p className="flex justify-between gap-3 text-table">
        <span className="min-w-0 break-words text-ink">{label}</span>
        <span className="whitespace-nowrap text-muted">swing {swing}</span>
      </p>
      <svg width="100%" height="14" className="mt-0.5 block overflow-visible" aria-hidden="true">
        <rect width="100%" height="14" className="fill-sunken" />
        <rect x={`${low.x}%`} width={`${low.width}%`} y="1" height="6" className="fill-tier-4" />
        <rect x={`${high.x}%`} width={`${high.width}%`} y="7" height="6" className="fill-tier-2" />
        <line x1={`${baseX}%`} x2={`${baseX}%`} y1="-2" y2="16" strokeWidth="2" className="stroke-ink" />
      </svg>
      <p className="mt-0.5 flex justify-between gap-3 text-caption text-subtle">
        <span>{words[0]}</span>
        <span className="text-right">{words[1]}</span>
      </p>
    </li>
  );
}
