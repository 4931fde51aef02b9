import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import type { ReactNode } from "react";

export type VersionRow = {
  version: number;
  isCurrent: boolean;
  published: string;
  /** Who; null when that is not known. */
  by: string | null;
  note: string;
  warc: string;
  calls: string;
  availability: string;
  /** The calls that its figures are of. */
  callsHref: string;
  compareHref: string;
  /** The way back to it; nothing for the one that serves, or for who may not. */
  action: ReactNode;
};

const HEAD = "px-3 py-2 font-medium text-muted";
const CELL = "px-3 py-2 align-top";

/** All versions of a profile, latest first, each with what it did while it served. */
export function VersionsTable({ rows, warcLabel }: { rows: readonly VersionRow[]; warcLabel: string }) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">Versions, latest first</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className={`${HEAD} sticky left-0 bg-surface pl-4`}>Version</TableHeaderCell>
          {["Published", "By", "Why"].map((header) => <TableHeaderCell key={header} scope="col" className={HEAD}>{header}</TableHeaderCell>)}
          {[warcLabel, "Calls", "Availability"].map((header) => <TableHeaderCell key={header} scope="col" className={`${HEAD} text-right`}>{header}</TableHeaderCell>)}
          <TableHeaderCell scope="col" className={`${HEAD} pr-4`}><span className="sr-only">Action</span></TableHeaderCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.version} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 bg-surface py-2 pr-3 pl-4 align-top font-medium whitespace-nowrap text-ink">
              <Link href={row.compareHref} data-row className="underline-offset-2 hover:underline" title="What it changed">{row.version}</Link>
              {" "}
              {row.isCurrent ? <span className="ml-1 rounded bg-brand-faint px-1.5 py-0.5 text-caption font-medium text-brand-strong">Serves</span> : null}
            </TableHeaderCell>
            <TableCell className={`${CELL} whitespace-nowrap`}>{row.published}</TableCell>
            <TableCell className={CELL}>{row.by ?? "—"}</TableCell>
            <TableCell className={`${CELL} max-w-96 min-w-40 break-words whitespace-normal text-ink`}>{row.note === "" ? "—" : row.note}</TableCell>
            {[row.warc, row.calls, row.availability].map((figure, column) => (
              <TableCell key={column} className={`${CELL} text-right`}>
                <Link href={row.callsHref} prefetch={false} tabIndex={column === 1 ? 0 : -1} title={`The calls of version ${row.version}`} className="underline-offset-2 hover:underline">{figure}</Link>
              </TableCell>
            ))}
            <TableCell className={`${CELL} pr-4 text-right`}>{row.action}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
