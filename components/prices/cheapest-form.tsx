import { type FormEvent, useId, useState, useTransition } from "react";
import { MAIN_BUTTON, PLAIN_BUTTON } from "../button-styles";
import type { Host, MakeCheapest } from "./price-actions";
import { proposeSlug } from "./propose-slug";

type CheapestFormProps = { hosts: readonly Host[]; taken: readonly string[]; makeCheapest: MakeCheapest; close: () => void; onMade: (slug: string) => void };

/** Asks for the profile's name, and keeps it where it is refused. */
export function CheapestForm({ hosts, taken, makeCheapest, close, onMade }: CheapestFormProps) {
  const id = useId();
  const [slug, setSlug] = useState(() => proposeSlug(hosts[0]?.model ?? "", taken));
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    startTransition(async () => {
      const result = await makeCheapest({ slug: slug.trim(), endpoints: hosts.map(({ endpoint }) => endpoint) });
      if (result.status === "published") onMade(result.slug);
      else setProblem(result.problem);
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Chosen hosts={hosts} />
      <div className="grid gap-1">
        <label htmlFor={id} className="text-table font-medium">Name</label>
        <input
          id={id}
          value={slug}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={`${id}-problem`}
          aria-invalid={problem !== null}
          onChange={(event) => { setSlug(event.target.value); }}
          className="h-9 min-w-0 rounded border border-line-strong bg-surface px-2.5 text-body text-ink"
        />
        <p id={`${id}-problem`} role="alert" className="text-table text-danger empty:hidden">{problem}</p>
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <button type="button" onClick={close} className={PLAIN_BUTTON}>Cancel</button>
        <button type="submit" disabled={isPending} className={MAIN_BUTTON}>{isPending ? "Publishing…" : "Publish"}</button>
      </div>
    </form>
  );
}

function Chosen({ hosts }: { hosts: readonly Host[] }) {
  const areDifferent = new Set(hosts.map(({ weights }) => weights)).size > 1;
  return (
    <>
      <p className="text-body text-muted">Each call asks the cheapest of these at that moment, and falls back to the next cheapest:</p>
      <ul className="grid gap-1 text-table text-ink">{hosts.map(({ endpoint }) => <li key={endpoint} className="break-all">{endpoint}</li>)}</ul>
      {areDifferent ? <p className="rounded border border-warning-line bg-warning-faint px-3 py-2 text-table text-warning">These are different weights: a fallback may answer differently.</p> : null}
    </>
  );
}
