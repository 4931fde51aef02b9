import { findListPriceInForce, findPriceInForce, type Price, type PriceTerms } from "@/lib/core/price";
import { NOT_APPLICABLE } from "../amounts";
import { formatTime } from "../times";
import { describeClassPrices, describeSteps } from "./describe-price";

export type PriceRow = PriceTerms & { id: string; validFrom: Date; validUntil: Date | null; source: string; price: Price };

const CELL = "px-2.5 py-2 last:pr-4 align-top";

/** Every price that an endpoint had or will have, the latest first. None is ever edited. */
export function PriceHistory({ rows, now, zone }: { rows: readonly PriceRow[]; now: Date; zone: string }) {
  const inForce = findPriceInForce(rows, now);
  return (
    <div tabIndex={0} role="region" aria-label="Prices, table" className="relative -mx-4 -mb-4 overflow-x-auto rounded-b-card">
      <table className="w-full text-left whitespace-nowrap text-muted">
      <caption className="sr-only">Prices, the latest first. Times in {zone}.</caption>
      <thead>
        <tr className="border-b border-line text-caption">
          <th scope="col" className="sticky left-0 bg-surface px-4 py-2 font-medium text-muted">From</th>
          {["Until", "Kind", "State", "Price per 1 M tokens", "Source"].map((header) => (
            <th key={header} scope="col" className={`${CELL} font-medium text-muted`}>{header}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...rows].reverse().map((row) => (
          <tr key={row.id} className="border-b border-line text-table last:border-0">
            <th scope="row" className="sticky left-0 bg-surface px-4 py-2 align-top font-normal text-ink">{formatDated(row.validFrom, zone)}</th>
            <td className={CELL}>{untilOf(row, zone)}</td>
            <td className={CELL}>{row.kind === "list" ? "List" : "Agreed"}</td>
            <td className={CELL}>{stateOf(row, rows, inForce, now)}</td>
            <td className={`${CELL} text-ink`}>
              {describeClassPrices(row.price.base)}
              {describeSteps(row.price).map((line) => <span key={line} className="block text-muted">{line}</span>)}
            </td>
            <td className={CELL}>{row.source}</td>
          </tr>
        ))}
      </tbody>
    </table>
    </div>
  );
}

/** "22 Nov 2026, 14:15" */
function formatDated(at: Date, zone: string): string {
  return `${formatTime(at, "date", zone)}, ${formatTime(at, "hour", zone)}`;
}

/** A list price lasts until the next one. */
function untilOf({ kind, validUntil }: PriceRow, zone: string): string {
  if (kind === "list") return NOT_APPLICABLE;
  return validUntil ? formatDated(validUntil, zone) : "No end";
}

function stateOf(row: PriceRow, rows: readonly PriceRow[], inForce: PriceRow | null, now: Date): string {
  if (row.validFrom > now) return "To come";
  if (row === inForce) return "In force";
  return row === findListPriceInForce(rows, now) ? "Under an agreed price" : "Past";
}
