import { Table, TableBody, TableCell, TableFoot, TableFooterCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { causeFill } from "../cause-patterns";
import { Explain } from "../explain";
import { Panel } from "../panel";
import { CAUSE_HEADERS, type CauseTable as Prepared } from "./prepare-causes";

const CELL = "px-2.5 py-2 text-right last:pr-4";
const LINK = "underline-offset-2 hover:underline";

/** Why attempts failed, at whom, and what that cost. */
export function CauseTable({ table, className = "" }: { table: Prepared; className?: string }) {
  return (
    <Panel title="Causes by provider" subtitle="Failed attempts. Grain: attempts; the links open the calls that they are in." explain={<CausesExplained />} className={className}>
      {table.rows.length === 0 ? (
        <p className="py-4 text-body text-muted">No attempt failed in this range.</p>
      ) : (
        <Table className="relative -mx-4 -mb-4 rounded-b-card">
          <TableHead>
            <TableRow className="border-b border-line text-caption">
              <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Cause</TableHeaderCell>
              {CAUSE_HEADERS.map((header) => (
                <TableHeaderCell key={header} scope="col" className={`${CELL} font-medium text-muted`}>{header}</TableHeaderCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {table.rows.map(({ key, cause, look, provider, href, cells }) => (
              <TableRow key={key} className="group border-b border-line text-table hover:bg-hover">
                <TableHeaderCell scope="row" className="sticky left-0 max-w-[46vw] bg-surface px-4 py-2 align-middle font-normal group-hover:bg-hover sm:max-w-80">
                  <a href={href} data-row className={`flex min-w-0 items-center gap-2 ${LINK}`}>
                    <svg width="10" height="10" className="shrink-0" aria-hidden="true"><rect width="10" height="10" rx="2" fill={causeFill(look)} /></svg>
                    <span className="flex min-w-0 flex-col sm:flex-row sm:gap-2">
                      <span className="truncate font-medium text-ink">{cause}</span>
                      <span className="truncate text-muted">{provider}</span>
                    </span>
                  </a>
                </TableHeaderCell>
                {cells.map((cell, column) => (
                  <TableCell key={CAUSE_HEADERS[column]} className={CELL}><a href={cell.href} tabIndex={-1} className={LINK}>{cell.text}</a></TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
          <TableFoot className="border-0">
            <TableRow className="text-table">
              <TableFooterCell className="sticky left-0 bg-surface px-4 py-2 text-left font-semibold text-ink">Total</TableFooterCell>
              {table.total.map((cell, column) => (
                <TableFooterCell key={CAUSE_HEADERS[column]} className={`${CELL} font-semibold text-ink`}><a href={cell.href} tabIndex={-1} className={LINK}>{cell.text}</a></TableFooterCell>
              ))}
            </TableRow>
          </TableFoot>
        </Table>
      )}
    </Panel>
  );
}

function CausesExplained() {
  return (
    <Explain id="explain-causes" title="Causes by provider">
      <p><strong className="text-ink">Billed share</strong>: failed attempts whose usage was charged at a price, of all failed attempts. The rest was refused, never reached, or is unknown.</p>
      <p><strong className="text-ink">Reported, estimated, unknown</strong>: how sure the amount of each attempt is; the three add up to the failed attempts. A refusal owes nothing, and that is reported.</p>
      <p>Unknown amounts are in no spend.</p>
    </Explain>
  );
}
