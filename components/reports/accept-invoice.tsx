"use client";

import { useActionState } from "react";
import { ConfirmButton } from "../form/confirm-button";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

type AcceptInvoiceProps = {
  id: string;
  provider: string;
  note: string;
  accept: FormAction<FormState<string>>;
  remove: FormAction<FormState<never>>;
};

/** Says that the difference is understood, or takes a wrong invoice away. */
export function AcceptInvoice({ id, provider, note, accept, remove }: AcceptInvoiceProps) {
  const [state, submit, isPending] = useActionState(accept, { status: "idle" });
  return (
    <div className="mt-8 grid max-w-3xl gap-4">
      <form action={submit} className="grid gap-3">
        <input type="hidden" name="id" value={id} />
        <TextField name="note" label={`Note on ${provider}'s invoice`} state={state} initial={note} maxLength={1_000} placeholder="Why the difference is as it should be" />
        <FormEnd label="Accept" busyLabel="Accepting…" isPending={isPending} state={state} />
      </form>
      <div>
        <ConfirmButton label="Delete" name={`Delete the invoice of ${provider}`} title={`Delete the invoice of ${provider}?`} confirmLabel="Delete the invoice" busyLabel="Deleting…" action={remove} values={{ id }}>
          <p>The month then lacks it. The audit log keeps what it said.</p>
        </ConfirmButton>
      </div>
    </div>
  );
}
