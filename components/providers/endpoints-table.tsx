import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { findPriceInForce, type Price, type PriceTerms } from "@/lib/core/price";
import { listPricePeriods } from "@/lib/core/price-periods";
import { NOT_APPLICABLE } from "../amounts";
import { formatCount } from "../counts";
import { formatTime } from "../times";
import { describeClassPrices } from "./describe-price";

export type EndpointRow = {
  id: string;
  model: string;
  upstreamModel: string;
  contextTokens: number | null;
  prices: readonly (PriceTerms & { validFrom: Date; price: Price })[];
};

type EndpointsTableProps = { providerId: string; rows: readonly EndpointRow[]; now: Date; zone: string };

const CELL = "px-2.5 py-2 last:pr-4";

/** By model. The first column opens the endpoint, where its price is set. */
export function EndpointsTable({ providerId, rows, now, zone }: EndpointsTableProps) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">Endpoints by model. Times in {zone}.</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Model</TableHeaderCell>
          {["Its name there", "Context, tokens", "Price per 1 M tokens", "In force since"].map((header) => (
            <TableHeaderCell key={header} scope="col" className={`${CELL} font-medium text-muted ${header.startsWith("Context") ? "text-right" : ""}`}>{header}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="group border-b border-line text-table last:border-0 hover:bg-hover">
            <TableHeaderCell scope="row" className="sticky left-0 max-w-[50vw] truncate bg-surface px-4 py-2 align-middle font-normal group-hover:bg-hover sm:max-w-96" title={row.model}>
              <Link href={`/providers/${providerId}/${row.id}`} data-row className="font-medium text-brand underline-offset-2 hover:underline">{row.model}</Link>
            </TableHeaderCell>
            <TableCell className={`${CELL} max-w-64 truncate`} title={row.upstreamModel}>{row.upstreamModel}</TableCell>
            <TableCell className={`${CELL} text-right`}>{row.contextTokens === null ? NOT_APPLICABLE : formatCount(row.contextTokens)}</TableCell>
            <PriceCells row={row} href={`/providers/${providerId}/${row.id}`} now={now} zone={zone} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function PriceCells({ row, href, now, zone }: { row: EndpointRow; href: string; now: Date; zone: string }) {
  const inForce = findPriceInForce(row.prices, now);
  const next = listPricePeriods(row.prices).find(({ from }) => from > now);
  return (
    <>
      <TableCell className={CELL}>
        {inForce ? describeClassPrices(inForce.price.base) : <>Unknown. <Link href={href} className="text-brand underline underline-offset-2">Enter price</Link></>}
        {inForce && inForce.price.steps.length > 0 ? <span className="text-subtle"> and {inForce.price.steps.length === 1 ? "a step" : `${inForce.price.steps.length} steps`}</span> : null}
      </TableCell>
      <TableCell className={CELL}>
        {inForce ? formatTime(inForce.validFrom, "date", zone) : NOT_APPLICABLE}
        {next ? <span className="block text-caption text-subtle">Changes {formatTime(next.from, "minute", zone)}</span> : null}
      </TableCell>
    </>
  );
}
