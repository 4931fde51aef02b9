import { Table, TableBody, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { plural } from "../counts";
import { HostRow } from "./host-row";
import { mixText, moveCell, prepareWeightsCells } from "./prepare-cells";
import { MoveText } from "./price-cell";
import type { PriceTableProps, PriceTableWeights } from "./table-props";
import { WeightsRows } from "./weights-rows";

/** Above so many, only what the team uses is open at first. */
const MOST_OPEN = 40;

/** Of the columns behind the first. */
const PRICE_HEADERS = ["Your mix", "Input", "Output", "If you moved", "Success", "First token", "Speed", "Price since"] as const;

/** Equal weights, each with its hosts below it. USD per million tokens. On a narrow screen each row is a list of its figures. */
export function PriceTable({ weights, ...props }: PriceTableProps) {
  const isLong = weights.reduce((sum, { endpoints }) => sum + endpoints.length, 0) > MOST_OPEN;
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card max-sm:[&_table]:block">
      <caption className="sr-only">Prices in USD per million tokens, by equal weights and host. Times in {props.zone}.</caption>
      <TableHead className="max-sm:sr-only">
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="px-4 py-2 font-medium text-muted">Weights and host</TableHeaderCell>
          {PRICE_HEADERS.map((header) => <TableHeaderCell key={header} scope="col" className="px-2 py-2 text-right font-medium text-muted last:pr-4">{header}</TableHeaderCell>)}
        </TableRow>
      </TableHead>
      <TableBody className="max-sm:block">
        {weights.map((each) => (
          <WeightsRows key={each.key} model={each.model} about={describeHosts(each)} cells={weightsCells(each, props.historyHref)} isOpenAtFirst={!isLong || each.current !== null}>
            {each.endpoints.map((endpoint) => <HostRow key={endpoint.id} endpoint={endpoint} weights={each} {...props} />)}
          </WeightsRows>
        ))}
      </TableBody>
    </Table>
  );
}

function describeHosts({ endpoints, hosts, precision }: PriceTableWeights): string {
  const count = endpoints.length === hosts ? plural(hosts, "host") : `${endpoints.length} of ${plural(hosts, "host")}`;
  return precision === null ? count : `${precision}, ${count}`;
}

function weightsCells({ key, model, endpoints, hosts, floor, current }: PriceTableWeights, historyHref: PriceTableProps["historyHref"]) {
  const [input, output] = prepareWeightsCells(endpoints.map(({ inForce }) => inForce?.price ?? null));
  const isThere = hosts > 1 && current !== null && current.id === floor?.id;
  return [
    { label: "Your mix", value: `${hosts > 1 && floor?.mixCost ? "from " : ""}${mixText(floor?.mixCost ?? null, floor !== null)}` },
    { label: "Input", value: input },
    { label: "Output", value: output },
    { label: "If you moved", value: isThere ? <span className="text-subtle">at the floor</span> : <MoveText cell={moveCell(floor?.move?.perMillion ?? null)} month={moveCell(floor?.move?.perMonth ?? null)} /> },
    null, null, null,
    { label: "", value: <Link href={historyHref(key)} prefetch={false} aria-label={`History of ${model}`} className="text-brand underline-offset-2 hover:underline">History</Link> },
  ];
}
