import Link from "next/link";

/** A column of a chart in words: what it says, and the calls that it stands for. */
type FactsColumn = { key: string; label: string; facts: readonly { term: string; value: string }[]; href: string };

type FactsTableProps = { name: string; unit: keyof typeof UNIT_HEADS; columns: readonly FactsColumn[] };

const UNIT_HEADS = { quarter: "Quarter-hour", hour: "Hour", day: "Day" };

/** A chart's columns as rows, for who reads rather than looks. */
export function FactsTable({ name, unit, columns }: FactsTableProps) {
  return (
    <details className="mt-3 text-table">
      <summary className="min-h-6 w-fit rounded py-0.5 text-muted hover:text-ink">Show as a table</summary>
      <div className="mt-2 max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={`${name}, table`}>
        <table className="w-full text-left">
          <thead className="sticky top-0 bg-surface text-muted">
            <tr>
              <th scope="col" className="py-1 pr-4 font-medium">{UNIT_HEADS[unit]}</th>
              {columns[0]?.facts.map(({ term }) => (
                <th key={term} scope="col" className="py-1 pl-4 text-right font-medium">{term}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map(({ key, label, facts, href }) => (
              <tr key={key} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 font-normal whitespace-nowrap">
                  <Link href={href} prefetch={false} className="text-brand underline-offset-2 hover:underline">{label}</Link>
                </th>
                {facts.map(({ term, value }) => (
                  <td key={term} className="py-1 pl-4 text-right whitespace-nowrap">{value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
