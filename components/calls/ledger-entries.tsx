/** The ids under which the ledger has a call, for whoever looks it up elsewhere. */
export function LedgerEntries({ callId, attempts }: { callId: string; attempts: readonly { id: string; number: number; price: { id: string } | null }[] }) {
  const entries = [
    { term: "Call, and its request", id: callId },
    ...attempts.flatMap(({ id, number, price }) => [
      { term: `Attempt ${number}`, id },
      ...(price ? [{ term: `Price of attempt ${number}`, id: price.id }] : []),
    ]),
  ];
  return (
    <dl className="grid gap-1.5 text-caption">
      {entries.map(({ term, id }) => (
        <div key={term}>
          <dt className="text-muted">{term}</dt>
          <dd className="font-mono wrap-anywhere text-ink">{id}</dd>
        </div>
      ))}
    </dl>
  );
}
