"use client";

import { useState } from "react";
import { TextField } from "../form/field";
import type { FormState } from "../form/form-state";

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

type PriceClassFieldsProps = { state: FormState<string>; initial: PriceFields; /** How many steps it has to begin with. */ steps: number };

/** What each class costs, and the steps for long prompts. */
export function PriceClassFields({ state, initial, steps }: PriceClassFieldsProps) {
  const [rows, setRows] = useState(steps);
  return (
    <>
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
    </>
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
