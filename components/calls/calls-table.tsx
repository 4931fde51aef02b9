import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import Link from "next/link";
import { formatUsd } from "@/lib/core/money";
import type { Basis, Cause, Outcome } from "@/lib/core/outcome";
import type { Usage } from "@/lib/core/usage";
import { exactUsd, NOT_APPLICABLE, UNKNOWN } from "../amounts";
import { formatCount, formatDuration, plural } from "../counts";
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
  tokens: Usage | null;
  attempts: readonly CallAttempt[];
};

type CallAttempt = AttemptDot & { basis: Basis };

const HEADERS = ["Profile", "Tiers", "Served by", "Input", "Cached", "Output", "Cost", "Time", "Outcome"];
const NUMERIC = new Set(["Input", "Cached", "Output", "Cost", "Time"]);
const CELL = "px-2 py-1.5 last:pr-4";

/** Newest first. The first column opens the call. */
export function CallsTable({ rows, zone, hrefOf }: { rows: readonly CallRow[]; zone: string; hrefOf: (id: string) => string }) {
  return (
    <Table className="relative -mx-4 -mb-4 rounded-b-card">
      <caption className="sr-only">Calls, newest first. Times in {zone}. Tokens are those of the attempt that served.</caption>
      <TableHead>
        <TableRow className="border-b border-line text-caption">
          <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">
            Started
          </TableHeaderCell>
          {HEADERS.map((header) => (
            <TableHeaderCell
              key={header}
              scope="col"
              className={`px-2 py-2 last:pr-4 font-medium text-muted ${NUMERIC.has(header) ? "text-right" : ""}`}
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
              <Link href={hrefOf(row.id)} data-row prefetch={false} className="text-brand underline-offset-2 hover:underline">
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
  const { profileSlug, requestedModel, attempts, servedEndpoint, tokens, totalMs } = row;
  return (
    <>
      <TableCell className={`${CELL} text-ink`} title={`Asked for ${requestedModel}`}>{profileSlug}</TableCell>
      <TableCell className={CELL}><AttemptDots attempts={attempts} /></TableCell>
      <TableCell className={`${CELL} max-w-44 truncate`} title={servedEndpoint ?? undefined}>{servedEndpoint ?? NOT_APPLICABLE}</TableCell>
      {[tokens?.input, tokens?.cachedInput, tokens?.output].map((count, index) => (
        <TableCell key={index} className={`${CELL} text-right`}>{count === undefined ? NOT_APPLICABLE : formatCount(count)}</TableCell>
      ))}
      <TableCell className={`${CELL} text-right whitespace-nowrap text-ink`}>
        <CallCost {...row} isEstimated={attempts.some(({ basis }) => basis === "estimated")} />
      </TableCell>
      <TableCell className={`${CELL} text-right whitespace-nowrap`}>{formatDuration(totalMs)}</TableCell>
      <TableCell className={`${CELL} whitespace-nowrap`}><OutcomeMark {...row} /></TableCell>
    </>
  );
}

type CallCostProps = { costPico: bigint; unknownAttempts: number; isEstimated?: boolean };

/** The known amount; where a part is estimated or not known, that too, in words. */
export function CallCost({ costPico, unknownAttempts, isEstimated = false }: CallCostProps) {
  const known = <span title={exactUsd(costPico)}>{formatUsd(costPico)}</span>;
  return (
    <>
      {isEstimated ? <Mark text="estimated" title="Part of its usage was estimated, since the provider reported none" /> : null}{" "}
      {unknownAttempts > 0 && costPico === 0n ? null : known}
      {unknownAttempts > 0 && costPico > 0n ? " + " : null}
      {unknownAttempts > 0 ? <Mark text={UNKNOWN} title={`Of ${plural(unknownAttempts, "attempt")} the cost is not known`} /> : null}
    </>
  );
}

function Mark({ text, title }: { text: string; title: string }) {
  return <span className="rounded border border-dashed border-line-strong px-1 text-caption text-muted" title={title}>{text}</span>;
}
