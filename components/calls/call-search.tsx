import Form from "next/form";

type Kept = readonly (readonly [name: string, value: string])[];

const FIELD = "h-8 rounded border border-line-strong bg-surface px-2 text-table text-ink placeholder:text-subtle";
const BUTTON = "h-8 rounded border border-line-strong bg-surface px-3 text-table font-medium text-ink hover:bg-hover";

/** Finds one call by its id or its request's, or the calls of an endpoint. @param kept the rest of the address */
export function CallSearch({ kept, text }: { kept: Kept; text: string }) {
  return (
    <Form action="/calls" role="search" className="flex w-full min-w-0 gap-2 sm:w-auto sm:flex-1">
      <Hidden kept={kept} without={["q"]} />
      <input
        key={text}
        type="search"
        name="q"
        defaultValue={text}
        required
        maxLength={300}
        aria-label="Search calls"
        placeholder="Call id, request id or endpoint"
        data-shortcut="/"
        className={`${FIELD} w-full min-w-0 max-w-96`}
      />
      <button type="submit" className={BUTTON}>Search</button>
    </Form>
  );
}

/** @param given as it was typed; @param problem what is wrong with it */
export function CostRange({ kept, given, problem }: { kept: Kept; given: { from: string; to: string }; problem: string | null }) {
  return (
    <Form action="/calls" aria-label="Cost range" className="flex flex-wrap items-center gap-2">
      <Hidden kept={kept} without={["costFrom", "costTo"]} />
      <span aria-hidden="true" className="text-table whitespace-nowrap text-muted">Cost, $</span>
      <input key={`from ${given.from}`} name="costFrom" defaultValue={given.from} inputMode="decimal" maxLength={30} aria-label="Cost from, USD" aria-invalid={problem !== null} placeholder="from" className={`${FIELD} w-20`} />
      <input key={`to ${given.to}`} name="costTo" defaultValue={given.to} inputMode="decimal" maxLength={30} aria-label="Cost up to, USD" aria-invalid={problem !== null} placeholder="up to" className={`${FIELD} w-20`} />
      <button type="submit" className={BUTTON}>Apply</button>
      {problem === null ? null : <p role="alert" className="w-full text-caption text-danger">{problem}</p>}
    </Form>
  );
}

function Hidden({ kept, without }: { kept: Kept; without: readonly string[] }) {
  return kept.filter(([name]) => !without.includes(name)).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
