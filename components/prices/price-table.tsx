import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import type { Price } from "@/lib/core/price";
import type { Ratio } from "@/lib/core/ratio";
import { NOT_APPLICABLE } from "../amounts";
import { plural } from "../counts";
import { describeClassPrices, describeSteps } from "../providers/describe-price";
import { formatTime } from "../times";
import { HostCheckbox } from "./host-choice";
import { CLASS_COLUMNS, contextText, describeExtras, durationText, mixText, type MoveCell, moveCell, prepareClassCells, prepareWeightsCells, successText } from "./prepare-cells";
import { WeightsRows } from "./weights-rows";

type Dated = { id: string; kind: "list" | "negotiated"; validFrom: Date; validUntil: Date | null; source: string; price: Price };

export type PriceTableEndpoint = {
  id: string;
  name: string;
  model: string;
  providerId: string;
  provider: string;
  quantization: string | null;
  contextTokens: number | null;
  inForce: Dated | null;
  isOld: boolean;
  coming: readonly { from: Date; price: Dated | null }[];
  mixCost: Ratio | null;
  use: { attempts: number; served: number } | null;
  latency: { firstTokenMs: { p50: number | null }; totalMs: { p50: number | null } } | null;
  move: { perMillion: Ratio; perMonth: Ratio } | null;
};

export type PriceTableWeights = {
  key: string;
  model: string;
  precision: string | null;
  endpoints: readonly PriceTableEndpoint[];
  hosts: number;
  floor: PriceTableEndpoint | null;
  current: PriceTableEndpoint | null;
};

type PriceTableProps = {
  weights: readonly PriceTableWeights[];
  zone: string;
  /** Days after which a price counts as old. */
  oldDays: number;
  mayChange: boolean;
  /** The calls that an endpoint's success was counted from. */
  callsHref: (endpoint: string) => string;
  historyHref: (key: string) => string;
};

/** Above so many, only what the team uses is open at first. */
const MOST_OPEN = 40;

const HEADERS = ["Your mix", "If you moved", "A month", ...CLASS_COLUMNS, "Success", "First token", "Duration", "Context", "Since"];
const CELL = "px-1.5 py-2 text-right align-top last:pr-4";
const TONES: Record<MoveCell["tone"], string> = { saving: "text-saving", premium: "text-premium", plain: "text-subtle" };

/** Equal weights, each with its hosts below it. USD per million tokens. */
export function PriceTable({ weights, ...props }: PriceTableProps) {
  const isLong = weights.reduce((sum, { endpoints }) => sum + endpoints.length, 0) > MOST_OPEN;
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">Prices in USD per million tokens, by equal weights and host. Times in {props.zone}.</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 z-1 bg-surface px-4 py-2 font-medium text-muted">Weights and host</TableHeaderCell>
          {HEADERS.map((header) => <TableHeaderCell key={header} scope="col" className="px-1.5 py-2 text-right font-medium text-muted last:pr-4">{header}</TableHeaderCell>)}
        </TableRow>
      </TableHead>
      <TableBody>
        {weights.map((each) => (
          <WeightsRows key={each.key} model={each.model} about={describeHosts(each)} cells={weightsCells(each, props.historyHref)} isOpenAtFirst={!isLong || each.current !== null}>
            {each.endpoints.map((endpoint) => <EndpointRow key={endpoint.id} endpoint={endpoint} weights={each} {...props} />)}
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
  const isThere = hosts > 1 && current !== null && current.id === floor?.id;
  return [
    `${hosts > 1 && floor?.mixCost ? "from " : ""}${mixText(floor?.mixCost ?? null, floor !== null)}`,
    isThere ? <span key="move" className="text-subtle">at the floor</span> : <MoveText key="move" cell={moveCell(floor?.move?.perMillion ?? null)} />,
    <MoveText key="month" cell={moveCell(floor?.move?.perMonth ?? null)} />,
    ...prepareWeightsCells(endpoints.map(({ inForce }) => inForce?.price ?? null)),
    "", "", "", "",
    <Link key="history" href={historyHref(key)} prefetch={false} aria-label={`History of ${model}`} className="text-brand underline-offset-2 hover:underline">History</Link>,
  ];
}

function MoveText({ cell: { text, tone } }: { cell: MoveCell }) {
  return <span className={TONES[tone]}>{text}</span>;
}

type EndpointRowProps = { endpoint: PriceTableEndpoint; weights: PriceTableWeights } & Omit<PriceTableProps, "weights" | "historyHref">;

function EndpointRow({ endpoint, weights, zone, oldDays, mayChange, callsHref }: EndpointRowProps) {
  const { id, name, inForce, mixCost, use, latency, move } = endpoint;
  const isCurrent = id === weights.current?.id;
  return (
    <TableRow className="group border-b border-line text-table last:border-0 hover:bg-hover">
      <TableHeaderCell scope="row" className="sticky left-0 z-1 max-w-[52vw] bg-surface py-2 pr-4 pl-4 align-top font-normal whitespace-normal group-hover:bg-hover sm:max-w-72">
        <div className="flex items-start gap-2">
          <HostCheckbox host={{ endpoint: name, model: endpoint.model, weights: weights.key }} />
          <HostName endpoint={endpoint} isCurrent={isCurrent} isFloor={id === weights.floor?.id && weights.hosts > 1} zone={zone} mayChange={mayChange} />
        </div>
      </TableHeaderCell>
      <TableCell className={`${CELL} font-medium text-ink`}>{mixText(mixCost, inForce !== null)}</TableCell>
      <TableCell className={CELL}>{isCurrent ? "—" : <MoveText cell={moveCell(move?.perMillion ?? null)} />}</TableCell>
      <TableCell className={CELL}>{isCurrent ? "—" : <MoveText cell={moveCell(move?.perMonth ?? null)} />}</TableCell>
      {prepareClassCells(inForce?.price ?? null).map(({ text, isOwn }, index) => (
        <TableCell key={CLASS_COLUMNS[index]} className={`${CELL} ${isOwn ? "text-ink" : "text-subtle"}`} title={isOwn ? undefined : "Charged like what it is a part of"}>{text}</TableCell>
      ))}
      <TableCell className={CELL}>
        {use ? <Link href={callsHref(name)} prefetch={false} className="underline-offset-2 hover:underline">{successText(use)}</Link> : NOT_APPLICABLE}
      </TableCell>
      <TableCell className={CELL}>{durationText(latency?.firstTokenMs.p50)}</TableCell>
      <TableCell className={CELL}>{durationText(latency?.totalMs.p50)}</TableCell>
      <TableCell className={CELL} title={endpoint.contextTokens === null ? undefined : `${endpoint.contextTokens} tokens`}>{contextText(endpoint.contextTokens)}</TableCell>
      <SinceCell endpoint={endpoint} zone={zone} oldDays={oldDays} />
    </TableRow>
  );
}

type HostNameProps = { isCurrent: boolean; isFloor: boolean } & Pick<EndpointRowProps, "endpoint" | "zone" | "mayChange">;

function HostName({ endpoint, isCurrent, isFloor, zone, mayChange }: HostNameProps) {
  const { id, name, providerId, provider, inForce } = endpoint;
  const href = `/providers/${providerId}/${id}`;
  return (
    <div className="min-w-0">
      <Link href={href} data-row prefetch={false} className="font-medium text-brand underline-offset-2 hover:underline" title={`${name}: its prices, past and to come`}>{provider}</Link>
      {isCurrent ? <Tag>Your choice</Tag> : null}
      {isFloor ? <Tag>Floor</Tag> : null}
      {inForce?.kind === "negotiated" ? <Tag>Agreed</Tag> : null}
      {inForce === null && mayChange ? <>{" "}<Link href={href} prefetch={false} className="text-brand underline underline-offset-2">Enter price</Link></> : null}
      <PriceNotes endpoint={endpoint} zone={zone} />
    </div>
  );
}

function SinceCell({ endpoint: { inForce, isOld }, zone, oldDays }: Pick<EndpointRowProps, "endpoint" | "zone" | "oldDays">) {
  if (inForce === null) return <TableCell className={CELL}>{NOT_APPLICABLE}</TableCell>;
  return (
    <TableCell className={CELL} title={`Read at: ${inForce.source}`}>
      <span className={isOld ? "text-warning" : ""}>{formatTime(inForce.validFrom, "date", zone)}</span>
      {isOld ? <span className="block text-caption text-warning">over {oldDays} days old</span> : null}
    </TableCell>
  );
}

function Tag({ children }: { children: string }) {
  return <span className="ml-1.5 inline-block rounded-sm bg-sunken px-1.5 text-caption whitespace-nowrap text-muted">{children}</span>;
}

/** What the columns have no place for: how the weights are kept, fees, steps of the price in force, and prices to come with their date. */
function PriceNotes({ endpoint: { quantization, inForce, coming }, zone }: { endpoint: PriceTableEndpoint; zone: string }) {
  const lines = [...(quantization === null ? [] : [quantization]), ...(inForce ? [...describeExtras(inForce.price), ...describeSteps(inForce.price)] : [])];
  return (
    <>
      {lines.map((line) => <span key={line} className="block text-caption text-subtle">{line}</span>)}
      {coming.map(({ from, price }) => (
        <span key={from.toISOString()} className="block text-caption text-warning">From {formatTime(from, "minute", zone)}: {price ? describeClassPrices(price.price.base) : "no known price"}</span>
      ))}
    </>
  );
}
