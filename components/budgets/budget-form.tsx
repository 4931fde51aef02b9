"use client";

import { useActionState } from "react";
import { SelectField, TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction } from "../form/form-state";
import { ACTIONS, type BudgetFormState, PERIODS, type TypedBudget } from "./budget-state";

type BudgetFormProps = {
  action: FormAction<BudgetFormState>;
  initial: TypedBudget;
  /** Of a new one: whose it may be. Whose an old one is does not change. */
  subjects: readonly { value: string; label: string }[] | null;
  /** Sent along: which budget it is. */
  id?: string;
};

const options = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));
const PERIOD_OPTIONS = Object.entries(PERIODS).map(([value, { label }]) => ({ value, label }));

export function BudgetForm({ action, initial, subjects, id }: BudgetFormProps) {
  const [state, submit, isPending] = useActionState(action, { status: "idle" });
  return (
    <form action={submit} className="grid gap-4">
      {id === undefined ? null : <input type="hidden" name="id" value={id} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="name" label="Name" state={state} initial={initial.name} required maxLength={200} placeholder="Research" />
        <TextField name="amount" label="Amount in USD" state={state} initial={initial.amount} required inputMode="decimal" maxLength={40} placeholder="250" />
        {subjects ? <SelectField name="subject" label="For" state={state} initial="team" options={subjects} /> : null}
        {subjects ? <TextField name="tag" label="Tag" state={state} maxLength={200} placeholder="feature=search" hint="Of a budget for a tag: its name and value." /> : null}
        <SelectField name="period" label="Period" state={state} initial={initial.period} options={PERIOD_OPTIONS} />
        <SelectField name="action" label="What it does" state={state} initial={initial.action} options={options(ACTIONS)} />
        <TextField name="thresholds" label="Thresholds in percent" state={state} initial={initial.thresholds} maxLength={100} placeholder="50, 80, 100" hint="Alerts can tell of each." />
      </div>
      <FormEnd label={subjects ? "Create budget" : "Save budget"} busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}
