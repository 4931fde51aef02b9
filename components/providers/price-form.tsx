"use client";

import { useActionState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";
import { PriceClassFields, type PriceFields } from "./price-class-fields";

type PriceFormProps = {
  save: FormAction<FormState<string>>;
  endpointId: string;
  /** The last list price, in force or to come: what the fields are filled from. */
  initial: PriceFields;
  steps: number;
  /** Its id; empty for none. */
  mark: string;
  /** From when what is saved now will be in force, in words. */
  from: string;
};

/** Sets a list price. It says from when before it is saved, and never touches one that was in force. */
export function PriceForm({ save, endpointId, initial, steps, mark, from }: PriceFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  return (
    <form action={submit} className="grid gap-4">
      <input type="hidden" name="read" value={mark} />
      <input type="hidden" name="endpointId" value={endpointId} />
      <PriceClassFields state={state} initial={initial} steps={steps} />
      <TextField name="source" label="Where you read it" required state={state} placeholder="Their pricing page, 22 Nov 2026" hint="Kept with the price, for whoever checks it later." className="max-w-xl" />
      <p className="text-table text-muted">{from}</p>
      <FormEnd label="Set list price" busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}
