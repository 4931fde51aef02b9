import type { ReactNode } from "react";
import { Panel } from "../panel";
import { type DifferenceRow, DifferencesTable } from "./differences-table";

type InvoicePanelProps = {
  title: string;
  /** Whether it was accepted, when it came and what it is. */
  subtitle: string;
  total: DifferenceRow;
  tables: readonly { of: string; rows: readonly DifferenceRow[] }[];
  note: string;
  /** What can be done with it. */
  children: ReactNode;
};

/** A provider's word beside the ledger's: the total first, then whatever it is parted by. */
export function InvoicePanel({ title, subtitle, total, tables, note, children }: InvoicePanelProps) {
  const said = tables.filter(({ rows }) => rows.length > 0);
  return (
    <Panel title={title} subtitle={subtitle}>
      <DifferencesTable of="Whole" rows={[total]} />
      {note === "" ? null : <p className="mt-8 text-table text-muted">Note: {note}</p>}
      {said.map(({ of, rows }) => (
        <details key={of} className="mt-8 text-table">
          <summary className="mb-2 cursor-pointer font-medium text-ink">By {of.toLowerCase()} ({rows.length})</summary>
          <div className="pt-2"><DifferencesTable of={of} rows={rows} /></div>
        </details>
      ))}
      {children}
    </Panel>
  );
}
