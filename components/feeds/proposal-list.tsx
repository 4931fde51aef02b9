import Link from "next/link";
import type { ReactNode } from "react";

export type ProposalRow = { id: string; endpoint: string; href: string; feed: string; since: string; reason: string; before: string; after: string; mayApprove: boolean };

/** Prices that wait for somebody to decide: before, after and why. */
export function ProposalList({ rows, buttonsOf }: { rows: readonly ProposalRow[]; buttonsOf: (row: ProposalRow) => ReactNode }) {
  return (
    <ul aria-label="Proposed prices" className="grid gap-3">
      {rows.map((row) => (
        <li key={row.id} className="grid min-w-0 gap-2 rounded border border-warning-line p-3">
          <h3 className="text-body font-semibold break-words text-ink"><Link href={row.href} className="text-brand underline-offset-2 hover:underline">{row.endpoint}</Link></h3>
          <p className="text-table text-warning">{row.reason}.</p>
          <dl className="grid gap-1 text-table sm:grid-cols-[auto_1fr] sm:gap-x-3">
            <dt className="text-muted">Now</dt><dd className="break-words text-ink">{row.before}</dd>
            <dt className="text-muted">Proposed</dt><dd className="break-words text-ink">{row.after}</dd>
          </dl>
          <p className="text-caption text-subtle">{row.feed}, {row.since}</p>
          <div className="flex flex-wrap gap-2">{buttonsOf(row)}</div>
        </li>
      ))}
    </ul>
  );
}
