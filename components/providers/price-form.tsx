"use client";

import { useActionState, useState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

/** In USD per million tokens; the fee in USD per request. */
const CLASSES = [
  { name: "input", label: "Input", hint: "" },
  { name: "output", label: "Output", hint: "" },
  { name: "cachedInput", label: "Cached input", hint: "Empty: as input." },
  { name: "cacheWrite5m", label: "Cache write, 5 min", hint: "Empty: as input." },
  { name: "cacheWrite1h", label: "Cache write, 1 hour", hint: "Empty: as the shorter." },
  { name: "reasoning", label: "Reasoning", hint: "Empty: as output." },
  { name: "perRequest", label: "Fee per request, USD", hint: "Empty: none." },
] as const;

const MAX_STEPS = 10;

export type PriceFields = Readonly<Record<string, string>>;

type PriceFormProps = {
  save: FormAction<FormState<string>>;
  endpointId: string;
  /** The last price, in force or to come: what the fields are filled from. */
  initial: PriceFields;
  steps: number;
  /** Its id; empty for none. */
  mark: string;
  /** From when what is saved now will be in force, in words. */
  from: string;
};

/** Sets a price. It says from when before it is saved, and never touches one that was in force. */
export function PriceForm({ save, endpointId, initial, steps, mark, from }: PriceFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  const [rows, setRows] = useState(steps);
  return (
    <form action={submit} className="grid gap-4">
      <input type="hidden" name="read" value={mark} />
      <input type="hidden" name="endpointId" value={endpointId} />
      <fieldset>
        <legend className="mb-2 text-table text-muted">USD per 1 M tokens</legend>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4 xl:grid-cols-7">
          {CLASSES.map(({ name, label, hint }) => (
            <TextField key={name} name={name} label={label} hint={hint} inputMode="decimal" required={name === "input" || name === "output"} state={state} initial={initial[name]} />
          ))}
        </div>
      </fieldset>
      {Array.from({ length: rows }, (_, index) => <StepFields key={index} index={index} state={state} initial={initial} />)}
      {rows < MAX_STEPS ? (
        <button type="button" onClick={() => { setRows(rows + 1); }} className="h-8 w-fit rounded border border-line-strong px-3 text-table font-medium hover:bg-hover">
          Add a step for long prompts
        </button>
      ) : null}
      <TextField name="source" label="Where you read it" required state={state} placeholder="Their pricing page, 22 Nov 2026" hint="Kept with the price, for whoever checks it later." className="max-w-xl" />
      <p className="text-table text-muted">{from}</p>
      <FormEnd label="Set price" busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}

function StepFields({ index, state, initial }: { index: number; state: FormState<string>; initial: PriceFields }) {
  const nameOf = (name: string) => `above.${index}.${name}`;
  return (
    <fieldset className="rounded border border-line p-3">
      <legend className="px-1 text-table text-muted">Step {index + 1}: prices that change for the whole call once its prompt is longer. Empty fields stay as they are.</legend>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4 xl:grid-cols-8">
        <TextField name={nameOf("promptTokens")} label="Above, tokens" inputMode="numeric" state={state} initial={initial[nameOf("promptTokens")]} />
        {CLASSES.map(({ name, label }) => (
          <TextField key={name} name={nameOf(name)} label={label} inputMode="decimal" state={state} initial={initial[nameOf(name)]} />
        ))}
      </div>
    </fieldset>
  );
}
