import Link from "next/link";
import type { Histogram } from "./prepare-histogram";

const UNIT_HEADS = { quarter: "Quarter-hour", hour: "Hour", day: "Day" };

type HistogramTableProps = { histogram: Histogram; unit: keyof typeof UNIT_HEADS; hrefOf: (from: string, to: string) => string };

/** The figures of the histogram; each bucket's name narrows the range to it. */
export function HistogramTable({ histogram: { bars }, unit, hrefOf }: HistogramTableProps) {
  return (
    <details className="mt-2 text-table">
      <summary className="min-h-6 w-fit rounded py-0.5 text-muted hover:text-ink">Show as a table</summary>
      <div className="mt-2 max-h-72 overflow-auto" tabIndex={0} role="region" aria-label="Calls over time, table">
        <table className="w-full max-w-xl text-left">
          <thead className="sticky top-0 bg-surface text-muted">
            <tr>
              <th scope="col" className="py-1 pr-4 font-medium">{UNIT_HEADS[unit]}</th>
              {bars[0]?.facts.map(({ term }) => <th key={term} scope="col" className="py-1 pl-4 text-right font-medium">{term}</th>)}
            </tr>
          </thead>
          <tbody>
            {bars.map(({ from, to, label, facts }) => (
              <tr key={from} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 font-normal whitespace-nowrap">
                  <Link href={hrefOf(from, to)} prefetch={false} className="text-brand underline-offset-2 hover:underline">{label}</Link>
                </th>
                {facts.map(({ term, value }) => <td key={term} className="py-1 pl-4 text-right">{value}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
