import { Panel } from "../panel";

const WORDS = { missing: "Missing", uploaded: "Not accepted yet", accepted: "Accepted" };

/** Which providers' invoices are there. A month is reconciled once all of them are accepted. */
export function InvoiceStates({ states }: { states: readonly { name: string; state: keyof typeof WORDS }[] }) {
  const open = states.filter(({ state }) => state !== "accepted").length;
  return (
    <Panel title="Providers" subtitle={states.length === 0 ? "Nobody was called in this month." : open === 0 ? "Every invoice is accepted: the month agrees with them." : `${open} of ${states.length} still to be accepted.`}>
      <ul className="grid gap-x-6 gap-y-1 text-table sm:grid-cols-2 xl:grid-cols-4">
        {states.map(({ name, state }) => (
          <li key={name} className="flex justify-between gap-3 border-b border-line py-1">
            <span className="min-w-0 truncate text-ink">{name}</span>
            <span className={state === "missing" ? "font-medium text-warning" : "text-muted"}>{WORDS[state]}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
