"use client";

import { useActionState } from "react";
import { TimeField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

export type AgreementRow = {
  id: string;
  /** What it charges, in words. */
  price: string;
  /** "from 1 Dec 2026, 00:00 to 1 Dec 2027, 00:00" */
  when: string;
  hasBegun: boolean;
};

type AgreementsProps = { rows: readonly AgreementRow[]; end: FormAction<FormState<string>>; endpointId: string; /** As of AgreementForm. */ first: string };

/** Agreed prices that last or are to come, each with the way to end it. */
export function Agreements({ rows, end, endpointId, first }: AgreementsProps) {
  return (
    <ul aria-label="Agreed prices" className="mb-4 grid gap-3">
      {rows.map((row) => <Agreement key={row.id} row={row} end={end} endpointId={endpointId} first={first} />)}
    </ul>
  );
}

function Agreement({ row, end, endpointId, first }: { row: AgreementRow } & Omit<AgreementsProps, "rows">) {
  const [state, submit, isPending] = useActionState(end, { status: "idle" });
  return (
    <li className="grid gap-3 rounded border border-line p-3">
      <div>
        <p className="text-body font-medium text-ink">{row.price}</p>
        <p className="text-table text-muted">{row.hasBegun ? "In force" : "To come"}, {row.when}</p>
      </div>
      <form action={submit} className="flex flex-wrap items-end gap-3">
        <input type="hidden" name="endpointId" value={endpointId} />
        <input type="hidden" name="id" value={row.id} />
        <TimeField name="at" label="End it at" required state={state} initial={first} {...(row.hasBegun ? {} : { hint: "Before it begins: it is taken back." })} className="w-56" />
        <FormEnd label="End" busyLabel="Ending…" isPending={isPending} state={state} />
      </form>
    </li>
  );
}
