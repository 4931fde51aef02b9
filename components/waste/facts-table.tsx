import type { PickableColumn } from "./column-picker";

type FactsTableProps = { name: string; unit: "hour" | "day"; columns: readonly PickableColumn[] };

/** A chart's columns as rows, for who reads rather than looks. */
export function FactsTable({ name, unit, columns }: FactsTableProps) {
  return (
    <details className="mt-3 text-table">
      <summary className="w-fit rounded text-muted hover:text-ink">Show as a table</summary>
      <div className="mt-2 max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={`${name}, table`}>
        <table className="w-full text-left">
          <thead className="sticky top-0 bg-surface text-muted">
            <tr>
              <th scope="col" className="py-1 pr-4 font-medium">{unit === "hour" ? "Hour" : "Day"}</th>
              {columns[0]?.facts.map(({ term }) => (
                <th key={term} scope="col" className="py-1 pl-4 text-right font-medium">{term}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map(({ key, label, facts, href }) => (
              <tr key={key} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 font-normal whitespace-nowrap">
                  <a href={href} className="text-brand underline-offset-2 hover:underline">{label}</a>
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
