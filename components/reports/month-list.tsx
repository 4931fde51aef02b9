import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { WideTable } from "../wide-table";

/** A month as it is listed; every figure is written. */
export type MonthRow = { month: string; name: string; state: string; calls: string; cost: string; /** How much of the cost is known. */ known: string; exact: string; corrections: string; /** Of the invoices, less ours. */ invoices: string; closed: string };

const HEADS = ["State", "Calls", "Cost", "Known", "Corrections beside it", "Invoices less ours", "Closed"];
const CELL = "px-3 py-2 whitespace-nowrap last:pr-4";
const isFigure = (head: string | undefined) => head !== undefined && ["Calls", "Cost", "Known", "Corrections beside it", "Invoices less ours"].includes(head);

/** The newest first; a name opens its report. */
export function MonthList({ rows }: { rows: readonly MonthRow[] }) {
  return (
    <WideTable name="Months, newest first">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Month</TableHeaderCell>
          {HEADS.map((head) => <TableHeaderCell key={head} scope="col" className={`${CELL} font-medium text-muted ${isFigure(head) ? "text-right" : ""}`}>{head}</TableHeaderCell>)}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ month, name, state, calls, cost, known, exact, corrections, invoices, closed }) => (
          <TableRow key={month} className="border-b border-line text-table last:border-0 hover:bg-hover">
            <TableHeaderCell scope="row" className="sticky left-0 bg-surface px-4 py-2 font-medium text-ink">
              <Link href={`/reports/${month}`} data-row prefetch={false} className="underline-offset-2 hover:underline">{name}</Link>
            </TableHeaderCell>
            {[state, calls, cost, known, corrections, invoices, closed].map((cell, index) => (
              <TableCell key={HEADS[index]} title={HEADS[index] === "Cost" ? exact : undefined} className={`${CELL} ${isFigure(HEADS[index]) ? "text-right text-ink" : ""}`}>{cell}</TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}
