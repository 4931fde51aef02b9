import { TableBody, TableCell, TableFoot, TableFooterCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { causeFill } from "../../cause-patterns";
import { Panel } from "../../panel";
import { tierFill } from "../../tier-colour";
import { WideTable } from "../../wide-table";
import { type FunnelRow, prepareFunnel } from "./prepare-funnel";
import type { ShownProfile } from "./shown-profile";

const HEADERS = ["Attempted", "Served", "Success when tried", "Failed, by cause", "Skipped", "Limit headroom"];
const CELL = "px-2.5 py-2 text-right align-top last:pr-4";

/** What becomes of attempts, tier by tier. */
export function AttemptFunnel({ profile, className = "" }: { profile: ShownProfile; className?: string }) {
  const funnel = prepareFunnel(profile.result);
  const title = `Attempts by tier: ${profile.name}`;
  return (
    <Panel title={title} subtitle="For each 1,000 calls. Grain: attempts; skipped: a breaker or a cap had closed the door." className={className}>
      <p className="sr-only">{funnel.summary}</p>
      <WideTable name={title}>
        <TableHead>
          <TableRow className="border-b border-line text-caption">
            <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Tier</TableHeaderCell>
            {HEADERS.map((header) => (
              <TableHeaderCell key={header} scope="col" className={`px-2.5 py-2 font-medium text-muted last:pr-4 ${header.startsWith("Failed") ? "text-left" : "text-right"}`}>{header}</TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>{funnel.rows.map((row) => <Row key={row.key} row={row} />)}</TableBody>
        <TableFoot className="border-0">
          <TableRow className="text-table">
            <TableFooterCell className="sticky left-0 bg-surface px-4 py-2 text-left font-semibold text-ink">All calls</TableFooterCell>
            <TableFooterCell className={`${CELL} font-semibold text-ink`}>{funnel.attempted}</TableFooterCell>
            <TableFooterCell className={`${CELL} font-semibold text-ink`}>{funnel.served}</TableFooterCell>
            <TableCell className={CELL} />
            <TableFooterCell className="px-2.5 py-2 text-left text-muted">Unserved: <span className="font-semibold text-ink">{funnel.unserved}</span></TableFooterCell>
            <TableCell className={CELL} />
            <TableCell className={CELL} />
          </TableRow>
        </TableFoot>
      </WideTable>
    </Panel>
  );
}

function Row({ row: { tier, endpoint, attempted, served, success, failed, causes, skipped, headroom, isFull } }: { row: FunnelRow }) {
  return (
    <TableRow className="border-b border-line text-table">
      <TableHeaderCell scope="row" className="sticky left-0 max-w-[40vw] bg-surface px-4 py-2 align-top font-normal sm:max-w-72">
        <span className="flex min-w-0 items-center gap-2">
          <svg width="10" height="10" className="shrink-0" aria-hidden="true"><rect width="10" height="10" rx="2" className={tierFill(tier - 1)} /></svg>
          <span className="text-muted">{tier}</span>
          <span className="truncate font-medium text-ink" title={endpoint}>{endpoint}</span>
        </span>
      </TableHeaderCell>
      <TableCell className={CELL}>{attempted}</TableCell>
      <TableCell className={CELL}>{served}</TableCell>
      <TableCell className={CELL}>{success}</TableCell>
      <TableCell className="min-w-48 px-2.5 py-2 align-top whitespace-normal">
        <span className="flex items-center gap-2">
          <span className="w-12 shrink-0">{failed}</span>
          <svg width="100%" height="10" className="min-w-16" aria-hidden="true">
            {causes.map(({ cause, look, x, width }) => (
              <rect key={cause} x={`${x}%`} width={`${width}%`} height="10" strokeWidth="1" fill={causeFill(look)} className="stroke-surface" />
            ))}
          </svg>
        </span>
        <span className="mt-0.5 block text-caption text-subtle">{causes.map(({ name, count }) => `${name} ${count}`).join(", ")}</span>
      </TableCell>
      <TableCell className={CELL}>{skipped}</TableCell>
      <TableCell className={`${CELL} ${isFull ? "font-medium text-warning" : ""}`}>{headroom}</TableCell>
    </TableRow>
  );
}
