import { TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { NOT_APPLICABLE } from "../amounts";
import { describeClassPrices, describeSteps } from "../providers/describe-price";
import { formatTime } from "../times";
import { HostCheckbox } from "./host-choice";
import { contextText, describeAgo, describeCache, describeExtras, durationText, mixText, moveCell, prepareClassCells, speedText, successText } from "./prepare-cells";
import { MoveText, PriceCell } from "./price-cell";
import type { PriceTableEndpoint, PriceTableProps, PriceTableWeights } from "./table-props";

type HostRowProps = { endpoint: PriceTableEndpoint; weights: PriceTableWeights } & Omit<PriceTableProps, "weights" | "historyHref">;

/** One host of equal weights. */
export function HostRow({ endpoint, weights, zone, now, oldDays, mayChange, callsHref }: HostRowProps) {
  const { id, name, inForce, mixCost, move } = endpoint;
  const isCurrent = id === weights.current?.id;
  const [input, , , output] = prepareClassCells(inForce?.price ?? null);
  return (
    <TableRow className="group border-b border-line text-table last:border-0 hover:bg-hover max-sm:grid max-sm:grid-cols-3 max-sm:gap-x-3 max-sm:gap-y-1.5 max-sm:px-4 max-sm:pb-3">
      <TableHeaderCell scope="row" className="py-2 pr-2 pl-4 text-left align-top font-normal whitespace-normal max-sm:col-span-3 max-sm:px-0 max-sm:pb-0">
        <div className="flex items-start gap-2">
          <HostCheckbox host={{ endpoint: name, model: endpoint.model, weights: weights.key }} />
          <HostName endpoint={endpoint} isCurrent={isCurrent} isFloor={id === weights.floor?.id && weights.hosts > 1} zone={zone} mayChange={mayChange} />
        </div>
      </TableHeaderCell>
      <PriceCell label="Your mix" className="font-medium text-ink">{mixText(mixCost, inForce !== null)}</PriceCell>
      <PriceCell label="Input" className="text-ink" notes={describeCache(inForce?.price ?? null)}>{input?.text}</PriceCell>
      <PriceCell label="Output" className="text-ink">{output?.text}</PriceCell>
      <PriceCell label="If you moved">{isCurrent ? NOT_APPLICABLE : <MoveText cell={moveCell(move?.perMillion ?? null)} month={moveCell(move?.perMonth ?? null)} />}</PriceCell>
      <OwnCells endpoint={endpoint} callsHref={callsHref} />
      <SinceCell endpoint={endpoint} zone={zone} now={now} oldDays={oldDays} />
    </TableRow>
  );
}

/** What the team's own ledger says of it. */
function OwnCells({ endpoint: { name, use, latency, speed }, callsHref }: Pick<HostRowProps, "endpoint" | "callsHref">) {
  const total = latency?.totalMs.p50 ?? null;
  return (
    <>
      <PriceCell label="Success">
        {use ? <Link href={callsHref(name)} prefetch={false} className="underline-offset-2 hover:underline">{successText(use)}</Link> : NOT_APPLICABLE}
      </PriceCell>
      <PriceCell label="First token">{durationText(latency?.firstTokenMs.p50)}</PriceCell>
      <PriceCell label="Speed" notes={total === null ? [] : [`${durationText(total)} a call`]}>{speedText(speed, use?.served ?? 0)}</PriceCell>
    </>
  );
}

type HostNameProps = { isCurrent: boolean; isFloor: boolean } & Pick<HostRowProps, "endpoint" | "zone" | "mayChange">;

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
      <HostNotes endpoint={endpoint} zone={zone} />
    </div>
  );
}

function SinceCell({ endpoint: { inForce, isOld, confirmed }, zone, now, oldDays }: Pick<HostRowProps, "endpoint" | "zone" | "now" | "oldDays">) {
  if (inForce === null) return <PriceCell label="Price since">{NOT_APPLICABLE}</PriceCell>;
  const confirmation = confirmed ? [<span key="confirmed" title={formatTime(confirmed.at, "minute", zone)}>confirmed {describeAgo(confirmed.at, now)} by {confirmed.feed}</span>] : [];
  const age = isOld ? [<span key="old" className="text-warning">{confirmed ? "too long ago" : `over ${oldDays} days old`}</span>] : [];
  return (
    <PriceCell label="Price since" title={`Read at: ${inForce.source}`} notes={[...confirmation, ...age]}>
      <span className={isOld ? "text-warning" : ""}>{formatTime(inForce.validFrom, "date", zone)}</span>
    </PriceCell>
  );
}

function Tag({ children }: { children: string }) {
  return <span className="ml-1.5 inline-block rounded-sm bg-sunken px-1.5 text-caption whitespace-nowrap text-muted">{children}</span>;
}

/** What the columns have no place for: how the weights are kept and how much they read, fees, steps of the price in force, and prices to come. */
function HostNotes({ endpoint: { quantization, contextTokens, inForce, coming }, zone }: { endpoint: PriceTableEndpoint; zone: string }) {
  const about = [...(quantization === null ? [] : [quantization]), ...(contextTokens === null ? [] : [`${contextText(contextTokens)} context`])];
  const lines = [...(about.length > 0 ? [about.join(", ")] : []), ...(inForce ? [...describeExtras(inForce.price), ...describeSteps(inForce.price)] : [])];
  return (
    <>
      {lines.map((line) => <span key={line} className="block text-caption text-subtle">{line}</span>)}
      {coming.map(({ from, price }) => (
        <span key={from.toISOString()} className="block text-caption text-warning">From {formatTime(from, "minute", zone)}: {price ? describeClassPrices(price.price.base) : "no known price"}</span>
      ))}
    </>
  );
}
