import { Table, TableBody, TableCell, TableFoot, TableFooterCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { NOT_APPLICABLE } from "../amounts";
import { formatCount } from "../counts";
import { Panel } from "../panel";
import { exactly, isNothing, percentOfBaseline, type SavingsSteps, type SpanFormat, spanFormat, verdictOf } from "./prepare-savings";

export type ProfileSavingsRow = SavingsSteps & { profileId: string; name: string; baselineName: string; href: string; leftOutHref: string; unservedHref: string };

type SavingsTableProps = { rows: readonly ProfileSavingsRow[]; total: SavingsSteps; className?: string };

const CELL = "px-2 py-2 text-right whitespace-nowrap last:pr-4";
const LINK = "underline-offset-2 hover:underline";
const TONES = { saved: "text-saving", dearer: "text-premium", even: "", unclear: "" } as const;

/** The same steps by profile; the total is added up from the same sums. */
export function SavingsTable({ rows, total, className = "" }: SavingsTableProps) {
  const format = spanFormat([total, ...rows]);
  const hasUnsplit = rows.some(({ unsplit }) => !isNothing(unsplit));
  const headers = ["Compared", "Left out", "Baseline", "Tier choice", "Cache", "Waste", ...(hasUnsplit ? ["Not told apart"] : []), "Not served", "Actual", "Savings", "Of baseline"];
  return (
    <Panel title="By profile" subtitle="Each against its baseline, or all against the one that is chosen. Grain: calls." className={className}>
      {rows.length === 0 ? (
        <p className="py-4 text-body text-muted">No profile was called in this range.</p>
      ) : (
        <Table className="relative -mx-4 -mb-4 rounded-b-card">
          <TableHead>
            <TableRow className="border-b border-line text-caption">
              <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">Profile</TableHeaderCell>
              {headers.map((header) => <TableHeaderCell key={header} scope="col" className={`${CELL} font-medium text-muted`}>{header}</TableHeaderCell>)}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={row.profileId} className="group border-b border-line text-table hover:bg-hover">
                <TableHeaderCell scope="row" className="sticky left-0 max-w-[46vw] bg-surface px-4 py-2 font-normal group-hover:bg-hover sm:max-w-52">
                  <a href={row.href} data-row className={`block min-w-0 ${LINK}`}>
                    <span className="block truncate font-medium text-ink">{row.name}</span>
                    <span className="block truncate text-caption text-muted" title={row.baselineName}>{row.baselineName}</span>
                  </a>
                </TableHeaderCell>
                {cellsOf(row, format, hasUnsplit).map((cell, column) => (
                  <TableCell key={headers[column]} className={`${CELL} ${toneOf(row, headers[column])}`}>
                    <a href={hrefOf(row, headers[column])} tabIndex={-1} className={LINK}>{cell}</a>
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
          <TableFoot className="border-0">
            <TableRow className="text-table">
              <TableFooterCell className="sticky left-0 bg-surface px-4 py-2 text-left font-semibold text-ink">Total</TableFooterCell>
              {cellsOf(total, format, hasUnsplit).map((cell, column) => (
                <TableFooterCell key={headers[column]} className={`${CELL} font-semibold text-ink`}>{cell}</TableFooterCell>
              ))}
            </TableRow>
          </TableFoot>
        </Table>
      )}
    </Panel>
  );
}

function hrefOf(row: ProfileSavingsRow, header: string | undefined): string {
  if (header === "Not served") return row.unservedHref;
  return header === "Left out" ? row.leftOutHref : row.href;
}

function toneOf({ savings }: SavingsSteps, header: string | undefined): string {
  return header === "Savings" && savings ? TONES[verdictOf(savings)] : "";
}

function cellsOf(row: SavingsSteps, format: SpanFormat, hasUnsplit: boolean): string[] {
  const { comparable, notComparable, untold, baseline, tierChoicePico, cachePico, wastePico, unsplit, unservedPico, actualPico, savings } = row;
  const compared = (text: string) => (comparable === 0 ? NOT_APPLICABLE : text);
  return [
    formatCount(comparable),
    formatCount(notComparable + untold),
    compared(format.amount(baseline)),
    compared(format.change(exactly(tierChoicePico))),
    compared(format.change(exactly(cachePico))),
    compared(format.change(exactly(wastePico))),
    ...(hasUnsplit ? [compared(format.change(unsplit))] : []),
    format.change(exactly(unservedPico)),
    format.amount(exactly(actualPico)),
    savings ? format.amount(savings) : NOT_APPLICABLE,
    percentOfBaseline(row),
  ];
}
