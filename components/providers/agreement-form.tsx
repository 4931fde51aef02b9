"use client";

import { useActionState } from "react";
import { TextField, TimeField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";
import { PriceClassFields, type PriceFields } from "./price-class-fields";

type AgreementFormProps = {
  save: FormAction<FormState<string>>;
  endpointId: string;
  /** The price in force: what the fields are filled from. */
  initial: PriceFields;
  steps: number;
  /** The first quarter-hour at which it may begin, on a clock of the zone: `2026-11-22T14:15`. */
  first: string;
  zone: string;
};

/** Dates an agreed price in advance. */
export function AgreementForm({ save, endpointId, initial, steps, first, zone }: AgreementFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  return (
    <form action={submit} className="grid gap-4">
      <input type="hidden" name="endpointId" value={endpointId} />
      <PriceClassFields state={state} initial={initial} steps={steps} />
      <div className="grid max-w-3xl gap-3 sm:grid-cols-2">
        <TimeField name="from" label="From" required state={state} initial={first} hint={`On a quarter-hour, the next one at the earliest. ${zone}.`} />
        <TimeField name="until" label="Until" state={state} hint="Empty: without an end. The list price holds again from then on." />
      </div>
      <TextField name="source" label="Where it was agreed" required state={state} placeholder="Contract of 1 Nov 2026" hint="Kept with the price, for whoever checks it later." className="max-w-xl" />
      <FormEnd label="Set agreed price" busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}
