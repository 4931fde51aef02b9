import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { WideTable } from "../wide-table";
import { formatTime } from "../times";
import { NOT_APPLICABLE } from "../amounts";
import { CLASS_NAMES, contextText, describeExtras, durationText, mixText, moveCell, prepareClassCells, speedText, successText } from "./prepare-cells";
import type { PriceTableEndpoint } from "./table-props";

/** Hosts side by side, a row for each thing that they are compared by. */
export function CompareTable({ hosts, zone }: { hosts: readonly PriceTableEndpoint[]; zone: string }) {
  const row = (term: string, text: (host: PriceTableEndpoint) => string) => ({ term, values: hosts.map(text) });
  const rows = [
    row("Your mix", ({ mixCost, inForce }) => mixText(mixCost, inForce !== null)),
    row("If you moved, per 1 M", ({ move }) => moveCell(move?.perMillion ?? null).text),
    row("If you moved, a month", ({ move }) => moveCell(move?.perMonth ?? null).text),
    ...CLASS_NAMES.map((label, index) => row(label, ({ inForce }) => prepareClassCells(inForce?.price ?? null)[index]?.text ?? NOT_APPLICABLE)),
    row("Also", ({ inForce }) => (inForce && describeExtras(inForce.price).join(", ")) || NOT_APPLICABLE),
    row("First token, p50", ({ latency }) => durationText(latency?.firstTokenMs.p50)),
    row("Speed", ({ speed, use }) => speedText(speed, use?.served ?? 0)),
    row("Duration, p50", ({ latency }) => durationText(latency?.totalMs.p50)),
    row("Success", ({ use }) => successText(use)),
    row("Context", ({ contextTokens }) => contextText(contextTokens)),
    row("Quantization", ({ quantization }) => quantization ?? NOT_APPLICABLE),
    row("Confirmed", ({ confirmed }) => (confirmed ? `${formatTime(confirmed.at, "minute", zone)} by ${confirmed.feed}` : NOT_APPLICABLE)),
    row("Price since", ({ inForce }) => (inForce ? formatTime(inForce.validFrom, "date", zone) : NOT_APPLICABLE)),
  ];
  return (
    <WideTable name="Chosen hosts side by side">
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">USD per 1 M tokens</TableHeaderCell>
          {hosts.map(({ name, model, provider }) => (
            <TableHeaderCell key={name} scope="col" className="px-4 py-2 text-right align-top font-normal whitespace-normal">
              <span className="block text-table font-semibold text-ink">{provider}</span>
              <span className="ml-auto block max-w-40 text-caption break-words text-subtle">{model}</span>
            </TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ term, values }) => (
          <TableRow key={term} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 bg-surface px-4 py-1.5 font-normal text-muted">{term}</TableHeaderCell>
            {values.map((value, index) => <TableCell key={hosts[index]?.name} className="px-4 py-1.5 text-right text-ink">{value}</TableCell>)}
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}
