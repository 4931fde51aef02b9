import type { ReactNode } from "react";
import { Table, TableBody, TableCell, TableFoot, TableFooterCell, TableHead, TableHeaderCell, TableRow } from "@tremor/react";
import { formatUsdTotal } from "@/lib/core/money";
import { add, ratio } from "@/lib/core/ratio";
import type { MeasuredWarc } from "@/lib/core/measure-warc";
import { NOT_APPLICABLE, share, successRate, UNKNOWN } from "../amounts";
import type { Measure } from "@/lib/core/warc-measure";
import { formatCount } from "../counts";
import { ExportLinks } from "../export-links";
import { Panel } from "../panel";
import type { TierRow } from "./prepare-parts";
import { formatRate, MEASURE_WORDS } from "../rates";
import { tierFill } from "../tier-colour";

type TierTableProps = {
  warc: MeasuredWarc;
  tiers: readonly TierRow[];
  isOneProfile: boolean;
  profileName: (profileId: string) => string;
  callsHref: (tier: TierRow, filters: Record<string, string>) => string;
  exportHref: (format: "csv" | "json") => string;
  className?: string;
};

const HEADERS = ["Served", "Share P", "Cost C", "P × C", "At primary", "Success when tried", "Served spend", "Waste"];
const CELL = "px-2.5 py-2 text-right last:pr-4";

/** Who served, at what price, and how often it held when it was tried. */
export function TierTable({ warc, tiers, isOneProfile, profileName, callsHref, exportHref, className = "" }: TierTableProps) {
  return (
    <Panel title="Tiers" subtitle={`Share and composite cost by tier, ${MEASURE_WORDS[warc.measure].unit}. Grain: served calls; success: attempts.`} aside={<ExportLinks what="the tiers" hrefOf={exportHref} />} className={className}>
      <Table className="relative -mx-4 -mb-4 rounded-b-card">
        <TableHead>
          <TableRow className="border-b border-line text-caption">
            <TableHeaderCell scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">
              Tier
            </TableHeaderCell>
            {HEADERS.map((header) => (
              <TableHeaderCell key={header} scope="col" className="px-2.5 py-2 text-right font-medium text-muted last:pr-4">
                {header}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {tiers.map((tier, index) => (
            <TableRow key={`${tier.profileId}/${tier.endpointId}`} className="group border-b border-line text-table hover:bg-hover">
              <TableHeaderCell scope="row" className="sticky left-0 max-w-[46vw] bg-surface align-middle sm:max-w-80 px-4 py-2 font-normal group-hover:bg-hover">
                <a href={callsHref(tier, { endpoint: tier.endpoint })} data-row className="flex min-w-0 items-center gap-2 underline-offset-2 hover:underline">
                  <svg width="10" height="10" className="shrink-0" aria-hidden="true">
                    <rect width="10" height="10" rx="2" className={tierFill(isOneProfile ? index : tier.tier - 1)} />
                  </svg>
                  <span className="text-muted">{tier.tier}</span>
                  <span className="min-w-0">
                    <span className="block truncate font-medium text-ink" title={tier.endpoint}>{tier.endpoint}</span>
                    {isOneProfile ? null : <span className="block truncate text-muted">{profileName(tier.profileId)}</span>}
                  </span>
                </a>
              </TableHeaderCell>
              {cellsOf(tier, warc.measure).map((cell, column) => (
                <TableCell key={HEADERS[column]} className={CELL}>
                  <a href={callsHref(tier, filtersOf(tier, HEADERS[column]))} tabIndex={-1} className="underline-offset-2 hover:underline">{cell}</a>
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
        <TableFoot className="border-0">
          <TableRow className="text-table">
            <TableFooterCell className="sticky left-0 bg-surface px-4 py-2 text-left font-semibold text-ink">Total</TableFooterCell>
            {totalCells(warc, tiers).map((cell, column) => (
              <TableFooterCell key={HEADERS[column]} className={`${CELL} font-semibold text-ink`}>{cell}</TableFooterCell>
            ))}
          </TableRow>
        </TableFoot>
      </Table>
    </Panel>
  );
}

/** What is said of an endpoint is of the calls that it served, of those that tried it, or of those that it failed. */
function filtersOf({ endpoint }: TierRow, header: string | undefined): Record<string, string> {
  if (header === "Success when tried") return { endpoint };
  return header === "Waste" ? { endpoint, failing: "1" } : { servedBy: endpoint };
}

function cellsOf(tier: TierRow, measure: Measure): string[] {
  const absent = tier.servedKnown > 0 ? UNKNOWN : NOT_APPLICABLE;
  return [
    formatCount(tier.served),
    share(tier.share),
    formatRate(tier.compositeCost, measure, absent),
    tier.servedKnown > 0 ? formatRate(tier.contribution, measure, absent) : NOT_APPLICABLE,
    formatRate(tier.primaryCost, measure, absent),
    success(tier.served, tier.attempts),
    formatUsdTotal(tier.costPico),
    formatUsdTotal(tier.wastePico),
  ];
}

/** Recomputed from the sums, never an average of the rows above. */
function totalCells(warc: MeasuredWarc, tiers: readonly TierRow[]): ReactNode[] {
  return [
    formatCount(warc.served),
    share(warc.servedKnown > 0 ? ratio(1n) : null),
    <span key="cost" title="Served spend over what was served">
      {formatRate(warc.warc && warc.weighting && add(warc.warc, warc.weighting), warc.measure)}
      {warc.measure === "by-calls" ? <span className="block text-caption font-normal text-subtle">by tokens</span> : null}
    </span>,
    formatRate(warc.warc, warc.measure),
    formatRate(warc.primary, warc.measure, warc.servedKnown > 0 ? UNKNOWN : NOT_APPLICABLE),
    success(warc.served, tiers.reduce((sum, tier) => sum + tier.attempts, 0)),
    formatUsdTotal(warc.servedSpendPico),
    formatUsdTotal(warc.wastePico),
  ];
}

/** Floored: one failure in a hundred thousand never reads as 100%. */
function success(served: number, attempts: number): string {
  if (attempts === 0) return NOT_APPLICABLE;
  return `${successRate({ served, attempts })} of ${formatCount(attempts)}`;
}
