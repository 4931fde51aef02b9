import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { formatUsd, formatUsdExact } from "@/lib/core/money";
import type { Cause, Outcome } from "@/lib/core/outcome";
import { NOT_APPLICABLE, UNKNOWN } from "../amounts";
import { formatCount, formatDuration } from "../counts";
import { formatTime } from "../times";
import { type AttemptDot, AttemptDots } from "./attempt-dots";
import { OutcomeMark } from "./outcome-mark";

export type CallRow = {
  id: string;
  startedAt: Date;
  profileSlug: string;
  requestedModel: string;
  outcome: Outcome;
  cause: Cause | null;
  servedEndpoint: string | null;
  rescued: boolean;
  costPico: bigint;
  unknownAttempts: number;
  totalMs: number;
  keyName: string | null;
  tokens: { input: number; output: number } | null;
  attempts: readonly AttemptDot[];
};

const HEADERS = ["Profile", "Attempts", "Served by", "Outcome", "Tokens in", "Tokens out", "Cost", "Time", "API key"];
const NUMERIC = new Set(["Tokens in", "Tokens out", "Cost", "Time"]);
const CELL = "px-2.5 py-1.5 last:pr-4";

/** Newest first. The first column opens the call. */
export function CallsTable({ rows, zone }: { rows: readonly CallRow[]; zone: string }) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">Calls, newest first. Times in {zone}.</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">
            Started
          </TableHeaderCell>
          {HEADERS.map((header) => (
            <TableHeaderCell
              key={header}
              scope="col"
              className={`px-2.5 py-2 last:pr-4 font-medium text-muted ${NUMERIC.has(header) ? "text-right" : ""}`}
            >
              {header}
            </TableHeaderCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="group border-b border-line text-table last:border-0 hover:bg-hover">
            <TableHeaderCell scope="row" className="sticky left-0 bg-surface px-4 py-1.5 align-middle font-normal group-hover:bg-hover">
              <Link href={`/calls/${row.id}`} prefetch={false} className="text-brand underline-offset-2 hover:underline">
                {formatTime(row.startedAt, "second", zone)}
              </Link>
            </TableHeaderCell>
            <Cells row={row} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Cells({ row }: { row: CallRow }) {
  const { profileSlug, requestedModel, attempts, servedEndpoint, tokens, totalMs, keyName } = row;
  return (
    <>
      <TableCell className={`${CELL} text-ink`} title={`Asked for ${requestedModel}`}>{profileSlug}</TableCell>
      <TableCell className={CELL}><AttemptDots attempts={attempts} /></TableCell>
      <TableCell className={`${CELL} max-w-56 truncate`} title={servedEndpoint ?? undefined}>{servedEndpoint ?? NOT_APPLICABLE}</TableCell>
      <TableCell className={CELL}><OutcomeMark {...row} /></TableCell>
      <TableCell className={`${CELL} text-right`}>{tokens ? formatCount(tokens.input) : NOT_APPLICABLE}</TableCell>
      <TableCell className={`${CELL} text-right`}>{tokens ? formatCount(tokens.output) : NOT_APPLICABLE}</TableCell>
      <TableCell className={`${CELL} text-right text-ink`}><CallCost {...row} /></TableCell>
      <TableCell className={`${CELL} text-right`}>{formatDuration(totalMs)}</TableCell>
      <TableCell className={`${CELL} max-w-32 truncate`} title={keyName ?? undefined}>{keyName ?? NOT_APPLICABLE}</TableCell>
    </>
  );
}

/** The known amount; where a part is not known, that too, in words. */
export function CallCost({ costPico, unknownAttempts }: { costPico: bigint; unknownAttempts: number }) {
  if (unknownAttempts === 0) return <span title={`$${formatUsdExact(costPico)}`}>{formatUsd(costPico)}</span>;
  const unknown = (
    <span className="rounded border border-dashed border-line-strong px-1 text-caption text-muted" title={`${unknownAttempts} of its attempts have no known cost`}>
      {UNKNOWN}
    </span>
  );
  return costPico === 0n ? unknown : <>{formatUsd(costPico)} + {unknown}</>;
}
