/** Names and values that cannot be changed here. */
export function Facts({ rows }: { rows: readonly { term: string; value: string; hint?: string }[] }) {
  return (
    <dl className="grid max-w-xl gap-3">
      {rows.map(({ term, value, hint }) => (
        <div key={term}>
          <dt className="text-table font-medium text-ink">{term}</dt>
          <dd className="text-body break-words text-muted">{value}</dd>
          {hint === undefined ? null : <dd className="text-caption text-subtle">{hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
