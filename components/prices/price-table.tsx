import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import type { Price } from "@/lib/core/price";
import type { Ratio } from "@/lib/core/ratio";
import { NOT_APPLICABLE } from "../amounts";
import { describeClassPrices, describeSteps } from "../providers/describe-price";
import { formatTime } from "../times";
import { ModelRows } from "./model-rows";
import { CLASS_COLUMNS, mixText, prepareClassCells, prepareModelCells, successText } from "./prepare-cells";

type Dated = { validFrom: Date; source: string; price: Price };

export type PriceTableEndpoint = {
  id: string;
  name: string;
  providerId: string;
  provider: string;
  inForce: Dated | null;
  /** null is unknown from then on. */
  coming: readonly { from: Date; price: Dated | null }[];
  mixCost: Ratio | null;
  tried: { attempts: number; served: number } | null;
};

type PriceTableProps = {
  models: readonly { model: string; endpoints: readonly PriceTableEndpoint[]; mixCost: Ratio | null }[];
  zone: string;
  mayChange: boolean;
  /** The calls that an endpoint's success was counted from. */
  callsHref: (endpoint: string) => string;
};

const HEADERS = ["Your mix", "Success, 7 d", ...CLASS_COLUMNS.map(({ label }) => label), "Since"];
const CELL = "px-1.5 py-2 text-right align-top last:pr-4";

/** Models, each with its endpoints below it. USD per million tokens. */
export function PriceTable({ models, zone, mayChange, callsHref }: PriceTableProps) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">Prices in USD per million tokens, by model and endpoint. Times in {zone}.</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Model and endpoint</TableHeaderCell>
          {HEADERS.map((header) => <TableHeaderCell key={header} scope="col" className="px-1.5 py-2 text-right font-medium text-muted last:pr-4">{header}</TableHeaderCell>)}
        </TableRow>
      </TableHead>
      <TableBody>
        {models.map(({ model, endpoints, mixCost }) => (
          <ModelRows
            key={model}
            model={model}
            endpoints={endpoints.length}
            cells={[
              (endpoints.length > 1 && mixCost ? "from " : "") + mixText(mixCost, endpoints.some(({ inForce }) => inForce !== null)),
              "", ...prepareModelCells(endpoints.map(({ inForce }) => inForce?.price ?? null)), "",
            ]}
          >
            {endpoints.map((endpoint) => <EndpointRow key={endpoint.id} endpoint={endpoint} zone={zone} mayChange={mayChange} callsHref={callsHref} />)}
          </ModelRows>
        ))}
      </TableBody>
    </Table>
  );
}

type EndpointRowProps = { endpoint: PriceTableEndpoint } & Pick<PriceTableProps, "zone" | "mayChange" | "callsHref">;

function EndpointRow({ endpoint, zone, mayChange, callsHref }: EndpointRowProps) {
  const { id, name, providerId, provider, inForce, mixCost, tried } = endpoint;
  const href = `/providers/${providerId}/${id}`;
  return (
    <TableRow className="group border-b border-line text-table last:border-0 hover:bg-hover">
      <TableHeaderCell scope="row" className="sticky left-0 max-w-[52vw] bg-surface py-2 pr-4 pl-9 align-top font-normal whitespace-normal group-hover:bg-hover sm:max-w-72">
        <Link href={href} data-row prefetch={false} className="font-medium text-brand underline-offset-2 hover:underline" title={`${name}: its prices, past and to come`}>{provider}</Link>
        {inForce === null && mayChange ? <>{" "}<Link href={href} prefetch={false} className="text-brand underline underline-offset-2">Enter price</Link></> : null}
        <PriceNotes endpoint={endpoint} zone={zone} />
      </TableHeaderCell>
      <TableCell className={`${CELL} font-medium text-ink`}>{mixText(mixCost, inForce !== null)}</TableCell>
      <TableCell className={CELL}>
        {tried ? <Link href={callsHref(name)} prefetch={false} className="underline-offset-2 hover:underline">{successText(tried)}</Link> : NOT_APPLICABLE}
      </TableCell>
      {prepareClassCells(inForce?.price ?? null).map(({ text, isOwn }, index) => (
        <TableCell key={CLASS_COLUMNS[index]?.name} className={`${CELL} ${isOwn ? "text-ink" : "text-subtle"}`} title={isOwn ? undefined : "Charged like what it is a part of"}>{text}</TableCell>
      ))}
      <TableCell className={CELL} title={inForce ? `Read at: ${inForce.source}` : undefined}>
        {inForce ? formatTime(inForce.validFrom, "date", zone) : NOT_APPLICABLE}
        {inForce ? <span className="ml-auto block max-w-24 truncate text-caption text-subtle">{inForce.source}</span> : null}
      </TableCell>
    </TableRow>
  );
}

/** Steps of the price in force, and prices to come with their date. */
function PriceNotes({ endpoint: { inForce, coming }, zone }: { endpoint: PriceTableEndpoint; zone: string }) {
  const steps = inForce ? describeSteps(inForce.price) : [];
  return (
    <>
      {steps.map((line) => <span key={line} className="block text-caption text-subtle">{line}</span>)}
      {coming.map(({ from, price }) => (
        <span key={from.getTime()} className="block text-caption text-warning">From {formatTime(from, "minute", zone)}: {price ? describeClassPrices(price.price.base) : "unknown"}</span>
      ))}
    </>
  );
}
