import Link from "next/link";
import { Table, TableBody, TableCell, TableFoot, TableFooterCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { formatUsdTotal } from "@/lib/core/money";
import type { Measure } from "@/lib/core/warc-measure";
import { NOT_APPLICABLE, UNKNOWN } from "../amounts";
import { formatCount } from "../counts";
import { Panel } from "../panel";
import { tierFill } from "../tier-colour";
import { availability, oneIn } from "../availability";
import type { ProfileRow } from "./prepare-profiles";
import { formatRate, formatRateDelta, MEASURE_WORDS } from "../rates";

type NamedRow = ProfileRow & {
  name: string;
  /** Its own overview. */
  href: string;
  callsHref: string;
};

type ProfilesTableProps = {
  rows: readonly NamedRow[];
  total: ProfileRow;
  measure: Measure;
  className?: string;
};

const HEADERS = ["Cost", "Calls", "P by tier", "WARC", "Premium", "Waste", "Available", "Without fallback"];
const CELL = "px-2.5 py-2 text-right last:pr-4";

/** The profiles side by side; each leads to its own overview. */
export function ProfilesTable({ rows, total, measure, className = "" }: ProfilesTableProps) {
  return (
    <Panel title="Profiles" subtitle={`${MEASURE_WORDS[measure].unit}. Grain: calls. The total is computed from all of them, not from the rows.`} className={className}>
      <Table className="relative -mx-4 -mb-4 rounded-b-card">
        <TableHead>
          <TableRow className="border-b border-line text-caption">
            <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Profile</TableHeaderCell>
            {HEADERS.map((header) => (
              <TableHeaderCell key={header} scope="col" className="px-2.5 py-2 text-right font-medium text-muted last:pr-4">{header}</TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.key} className="group border-b border-line text-table hover:bg-hover">
              <TableHeaderCell scope="row" className="sticky left-0 max-w-[40vw] bg-surface px-4 py-2 font-normal group-hover:bg-hover sm:max-w-64">
                <Link href={row.href} data-row className="block truncate font-medium text-ink underline-offset-2 hover:underline" title={row.name}>{row.name}</Link>
              </TableHeaderCell>
              <Cells row={row} measure={measure} />
            </TableRow>
          ))}
        </TableBody>
        <TableFoot className="border-0">
          <TableRow className="text-table">
            <TableFooterCell className="sticky left-0 bg-surface px-4 py-2 text-left font-semibold text-ink">Total</TableFooterCell>
            {cellsOf(total, measure).map((cell, column) => (
              <TableFooterCell key={HEADERS[column]} className={`${CELL} font-semibold text-ink`}>{cell}</TableFooterCell>
            ))}
          </TableRow>
        </TableFoot>
      </Table>
    </Panel>
  );
}

function Cells({ row, measure }: { row: NamedRow; measure: Measure }) {
  return cellsOf(row, measure).map((cell, column) => (
    <TableCell key={HEADERS[column]} className={CELL}>
      {HEADERS[column] === "Calls" ? <Link href={row.callsHref} prefetch={false} className="underline-offset-2 hover:underline">{cell}</Link> : cell}
    </TableCell>
  ));
}

function cellsOf(row: ProfileRow, measure: Measure) {
  const absent = row.isServed ? UNKNOWN : NOT_APPLICABLE;
  const { withFallback, without } = row.availability;
  return [
    formatUsdTotal(row.spendPico),
    formatCount(row.calls),
    <ShareBar key="shares" row={row} />,
    formatRate(row.warc, measure, absent),
    formatRateDelta(row.premium, measure, absent),
    formatUsdTotal(row.wastePico),
    <span key="with" title={oneIn(withFallback) ?? undefined}>{availability(withFallback)}</span>,
    <span key="without" title={oneIn(without) ?? undefined}>{availability(without)}</span>,
  ];
}

function ShareBar({ row: { shares, sharesText } }: { row: ProfileRow }) {
  if (shares.length === 0) return NOT_APPLICABLE;
  return (
    <svg width="112" height="12" role="img" aria-label={sharesText} className="inline-block align-middle">
      <title>{sharesText}</title>
      {shares.map(({ rank, x, width }) => (
        <rect key={rank} x={`${x}%`} width={`${width}%`} height="12" strokeWidth="1" className={`stroke-surface ${tierFill(rank)}`} />
      ))}
    </svg>
  );
}
