import { TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { ratio } from "@/lib/core/ratio";
import { exactUsd, NOT_APPLICABLE, relativeDelta, totalUsd } from "../amounts";
import { formatCount } from "../counts";
import { WideTable } from "../wide-table";

export type DifferenceRow = {
  name: string;
  ownPico: bigint;
  theirPico: bigint | null;
  deltaPico: bigint | null;
  ownTokens: bigint;
  theirTokens: bigint | null;
  reason: string;
};

const CELL = "px-2.5 py-2 last:pr-4";
const HEADERS = ["Ours", "Theirs", "Difference", "Our tokens", "Their tokens", "Likely reason"];

/** Ours beside theirs. @param of what a row is, such as "Model" */
export function DifferencesTable({ of, rows }: { of: string; rows: readonly DifferenceRow[] }) {
  return (
    <WideTable name={`Differences by ${of.toLowerCase()}`}>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">{of}</TableHeaderCell>
          {HEADERS.map((header) => (
            <TableHeaderCell key={header} scope="col" className={`${CELL} font-medium text-muted ${header === "Likely reason" ? "" : "text-right"}`}>{header}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.name} className="border-b border-line text-table last:border-0">
            <TableHeaderCell scope="row" className="sticky left-0 max-w-[45vw] truncate bg-surface px-4 py-2 align-middle font-normal sm:max-w-72" title={row.name}>{row.name}</TableHeaderCell>
            <Amount pico={row.ownPico} />
            <Amount pico={row.theirPico} />
            <Delta row={row} />
            <TableCell className={`${CELL} text-right`}>{formatCount(Number(row.ownTokens))}</TableCell>
            <TableCell className={`${CELL} text-right`}>{row.theirTokens === null ? NOT_APPLICABLE : formatCount(Number(row.theirTokens))}</TableCell>
            <TableCell className={`${CELL} min-w-56 whitespace-normal text-muted`}>{row.reason === "" ? "They agree" : `${row.reason}.`}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </WideTable>
  );
}

function Amount({ pico }: { pico: bigint | null }) {
  return <TableCell className={`${CELL} text-right`} title={pico === null ? undefined : exactUsd(pico)}>{pico === null ? NOT_APPLICABLE : totalUsd(pico).text}</TableCell>;
}

function Delta({ row: { deltaPico, ownPico } }: { row: DifferenceRow }) {
  if (deltaPico === null) return <TableCell className={`${CELL} text-right`}>{NOT_APPLICABLE}</TableCell>;
  const { text, exact } = totalUsd(deltaPico);
  const relative = deltaPico === 0n ? null : relativeDelta(ratio(deltaPico), ratio(ownPico));
  const percent = relative === null ? "" : ` (${relative})`;
  return <TableCell className={`${CELL} text-right`} title={exact}>{deltaPico > 0n && !text.startsWith("<") ? "+" : ""}{text}{percent}</TableCell>;
}
