type ColumnFactsProps = {
  column: { label: string; facts: readonly { term: string; value: string }[]; /** Why it is not whole. */ partial: string | null };
};

/** What a picked column says, for the box beside it. */
export function ColumnFacts({ column: { label, facts, partial } }: ColumnFactsProps) {
  return (
    <>
      <p className="font-semibold text-ink">{label}</p>
      {facts.map(({ term, value }) => (
        <p key={term} className="flex justify-between gap-4 text-muted">
          <span>{term}</span>
          <span className="text-ink">{value}</span>
        </p>
      ))}
      {partial ? <p className="text-caption text-subtle first-letter:uppercase">{partial}</p> : null}
    </>
  );
}
