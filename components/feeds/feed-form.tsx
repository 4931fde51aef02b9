"use client";

import { useActionState } from "react";
import { SelectField, TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

const KINDS = [{ value: "url", label: "An address of your own" }, { value: "openrouter", label: "OpenRouter's API" }, { value: "models.dev", label: "models.dev's file" }];
const TIMES = [{ value: "24", label: "Every day" }, { value: "6", label: "Every 6 hours" }, { value: "168", label: "Every week" }, { value: "0", label: "By hand alone" }];

/** Adds a feed that is none of the presets. */
export function FeedForm({ save }: { save: FormAction<FormState<string>> }) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  return (
    <form action={submit} className="grid max-w-3xl gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField name="name" label="Name" required state={state} placeholder="Our price list" />
        <SelectField name="kind" label="Kind" state={state} initial="url" options={KINDS} />
        <TextField name="url" label="Address" required inputMode="url" state={state} placeholder="https://prices.acme.example/prices.json" hint="In the form of the guide to prices." />
        <SelectField name="everyHours" label="Read" state={state} initial="24" options={TIMES} />
      </div>
      <FormEnd label="Add feed" busyLabel="Adding…" isPending={isPending} state={state} />
    </form>
  );
}

type PresetProps = { save: FormAction<FormState<string>>; preset: { name: string; kind: string; url: string; everyHours: number } };

/** Adds a feed that everybody may read, in one click. */
export function PresetButton({ save, preset }: PresetProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  return (
    <form action={submit} className="flex flex-wrap items-center gap-3">
      {Object.entries(preset).map(([name, value]) => <input key={name} type="hidden" name={name} value={String(value)} />)}
      <FormEnd label={`Add ${preset.name}`} busyLabel="Adding…" isPending={isPending} state={state} />
      <span role="alert" className="text-table text-danger empty:hidden">{state.status === "refused" ? state.problems["url"] : null}</span>
    </form>
  );
}
