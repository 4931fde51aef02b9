import type { ReactNode } from "react";

/** Short facts, a term and its value a row. */
export function CallFacts({ facts }: { facts: readonly { term: string; value: ReactNode }[] }) {
  return (
    <dl className="grid gap-1 text-table">
      {facts.map(({ term, value }) => (
        <div key={term} className="flex justify-between gap-4">
          <dt className="min-w-0 text-muted wrap-anywhere">{term}</dt>
          <dd className="max-w-[65%] shrink-0 text-right text-ink wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
