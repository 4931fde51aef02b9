import Link from "next/link";

export type TableRow = {
  key: string;
  /** As many as there are heads; the first names the row. */
  cells: readonly string[];
  /** Where the first one leads. */
  href?: string;
};

export type TableForm = { heads: readonly string[]; rows: readonly TableRow[] };

/** The figures of a chart, for who reads rather than looks. */
export function TableToggle({ name, table: { heads, rows } }: { name: string; table: TableForm }) {
  return (
    <details className="mt-3 text-table">
      <summary className="min-h-6 w-fit rounded py-0.5 text-muted hover:text-ink">Show as a table</summary>
      <div className="mt-2 max-h-72 overflow-auto" tabIndex={0} role="region" aria-label={`${name}, table`}>
        <table className="w-full text-left">
          <thead className="sticky top-0 bg-surface text-muted">
            <tr>
              {heads.map((head, column) => (
                <th key={head} scope="col" className={`py-1 font-medium ${column === 0 ? "pr-4" : "pl-4 text-right"}`}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [first, ...rest], href }) => (
              <tr key={key} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 font-normal whitespace-nowrap">
                  {href === undefined ? first : <Link href={href} prefetch={false} className="text-brand underline-offset-2 hover:underline">{first}</Link>}
                </th>
                {rest.map((cell, column) => (
                  <td key={heads[column + 1]} className="py-1 pl-4 text-right whitespace-nowrap">{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
