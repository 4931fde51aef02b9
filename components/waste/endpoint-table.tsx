import { Table, TableBody, TableCell, TableFoot, TableFooterCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { Explain } from "../explain";
import { Panel } from "../panel";
import { ENDPOINT_HEADERS, type EndpointTableRow, LIMITED_CELL } from "./prepare-endpoints";

type EndpointTableProps = { rows: readonly EndpointTableRow[]; total: readonly string[]; className?: string };

const CELL = "px-2.5 py-2 text-right last:pr-4";
const LINK = "underline-offset-2 hover:underline";

/** How each endpoint held, and how long clients waited for it. */
export function EndpointTable({ rows, total, className = "" }: EndpointTableProps) {
  return (
    <Panel
      title="Endpoints"
      subtitle="Grain: attempts; times: served calls, as clients waited for them."
      explain={<EndpointsExplained />}
      className={className}
    >
      {rows.length === 0 ? (
        <p className="py-4 text-body text-muted">No endpoint was tried in this range.</p>
      ) : (
        <Table className="relative -mx-4 -mb-4 rounded-b-card">
          <TableHead>
            <TableRow className="border-b border-line text-caption">
              <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Endpoint</TableHeaderCell>
              {ENDPOINT_HEADERS.map((header, column) => (
                <TableHeaderCell key={column} scope="col" className={`${CELL} font-medium text-muted`}>{header}</TableHeaderCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(({ endpoint, href, limitedHref, cells }) => (
              <TableRow key={endpoint} className="group border-b border-line text-table hover:bg-hover">
                <TableHeaderCell scope="row" className="sticky left-0 max-w-[46vw] bg-surface px-4 py-2 font-normal group-hover:bg-hover sm:max-w-80">
                  <a href={href} data-row title={endpoint} className={`block truncate font-medium text-ink ${LINK}`}>{endpoint}</a>
                </TableHeaderCell>
                {cells.map((cell, column) => (
                  <TableCell key={column} className={CELL}>
                    <a href={column === LIMITED_CELL ? limitedHref : href} tabIndex={-1} className={LINK}>{cell}</a>
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
          <TableFoot className="border-0">
            <TableRow className="text-table">
              <TableFooterCell className="sticky left-0 bg-surface px-4 py-2 text-left font-semibold text-ink">Total</TableFooterCell>
              {total.map((cell, column) => (
                <TableFooterCell key={column} className={`${CELL} font-semibold text-ink`}>{cell}</TableFooterCell>
              ))}
            </TableRow>
          </TableFoot>
        </Table>
      )}
    </Panel>
  );
}

function EndpointsExplained() {
  return (
    <Explain id="explain-endpoints" title="Endpoints">
      <p><strong className="text-ink">Success when tried</strong>: attempts that served, of all attempts there, rounded down. Attempts whose client left count as tried.</p>
      <p><strong className="text-ink">First token, whole call</strong>: from the call&rsquo;s start to what its client received, over the calls that the endpoint served: a fallback carries the wait for those before it. Half of the calls took no longer than p50, 95 in 100 no longer than p95; each is within 1%.</p>
      <p><strong className="text-ink">429s</strong>: attempts that the provider refused because a limit of requests or tokens was reached.</p>
    </Explain>
  );
}
