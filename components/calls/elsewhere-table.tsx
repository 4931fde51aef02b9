import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import type { ElsewhereRow } from "./prepare-elsewhere";

const TONES: Record<ElsewhereRow["tone"], string> = { saving: "text-saving", premium: "text-premium", none: "text-muted" };
const HEADERS = ["Cost", "Against this call", "Price since"];

/** The same tokens at every endpoint, the cheapest first. */
export function ElsewhereTable({ rows, hrefOf }: { rows: readonly ElsewhereRow[]; /** The calls that tried an endpoint. */ hrefOf: (endpoint: string) => string }) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Endpoint</TableHeaderCell>
          {HEADERS.map((header) => (
            <TableHeaderCell key={header} scope="col" className="px-2.5 py-2 text-right font-medium text-muted last:pr-4">{header}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ endpoint, mark, cost, exact, difference, tone, since }) => (
          <TableRow key={endpoint} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 max-w-[46vw] bg-surface px-4 py-1.5 font-normal sm:max-w-96">
              <Link href={hrefOf(endpoint)} prefetch={false} className="block truncate text-ink underline-offset-2 hover:underline" title={endpoint}>{endpoint}</Link>
              {mark === "" ? null : <span className="block text-caption text-subtle">{mark}</span>}
            </TableHeaderCell>
            <TableCell className="px-2.5 py-1.5 text-right text-ink" title={exact ?? undefined}>{cost}</TableCell>
            <TableCell className={`px-2.5 py-1.5 text-right whitespace-nowrap ${TONES[tone]}`}>{difference}</TableCell>
            <TableCell className="px-2.5 py-1.5 pr-4 text-right whitespace-nowrap">{since}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
