"use client";

import { type ChangeEvent, useActionState, useId, useRef, useState } from "react";
import { SelectField, TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import { type FormAction, type FormState, problemOf, typedOf } from "../form/form-state";

const FORMS = [
  { value: "total", label: "The total alone" },
  { value: "openai", label: "OpenAI's cost or usage export" },
  { value: "anthropic", label: "Anthropic's cost or usage export" },
  { value: "openrouter", label: "OpenRouter's activity export" },
  { value: "generic", label: "Another CSV, in the generic form" },
];

type InvoiceFormProps = {
  save: FormAction<FormState<string>>;
  month: string;
  providers: readonly { slug: string; name: string }[];
  /** Of a file that is read into the field. */
  maxChars: number;
};

/** Takes what a provider says of a month: chosen as a file, or pasted. */
export function InvoiceForm({ save, month, providers, maxChars }: InvoiceFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  return (
    <form action={submit} className="grid max-w-3xl gap-4">
      <input type="hidden" name="month" value={month} />
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField name="provider" label="Provider" state={state} initial={providers[0]?.slug} options={providers.map(({ slug, name }) => ({ value: slug, label: name }))} />
        <SelectField name="form" label="What it is" state={state} initial="total" options={FORMS} />
        <TextField name="number" label="Invoice number" state={state} maxLength={100} placeholder="None" />
      </div>
      <InvoiceText state={state} maxChars={maxChars} />
      <FormEnd label="Compare with the ledger" busyLabel="Comparing…" isPending={isPending} state={state} />
    </form>
  );
}

function InvoiceText({ state, maxChars }: { state: FormState<string>; maxChars: number }) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [fileProblem, setFileProblem] = useState("");
  const read = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const file = currentTarget.files?.[0];
    if (!file) return;
    if (file.size > maxChars) {
      setFileProblem(`${file.name} has ${Math.ceil(file.size / 1_000)} kB, and at most ${maxChars / 1_000} kB can be read. Export it by day, not by request.`);
      return;
    }
    setFileProblem("");
    const text = await file.text();
    if (area.current) area.current.value = text;
  };
  const problem = problemOf(state, "text");
  return (
    <div className="grid gap-3">
      <div className="grid gap-1">
        <label htmlFor={`${id}-file`} className="text-table font-medium text-ink">CSV file</label>
        <input id={`${id}-file`} type="file" accept=".csv,.tsv,.txt,text/csv" onChange={(event) => void read(event)} className="text-table file:mr-3 file:h-8 file:rounded file:border file:border-line-strong file:bg-surface file:px-3 file:text-table file:font-medium file:text-ink" />
        <p role="alert" className="text-table text-danger empty:hidden">{fileProblem}</p>
      </div>
      <div className="grid gap-1">
        <label htmlFor={id} className="text-table font-medium text-ink">Total or CSV</label>
        <textarea
          ref={area} id={id} name="text" rows={5} maxLength={maxChars} required spellCheck={false} defaultValue={typedOf(state, "text", "")}
          aria-invalid={problem !== null} aria-describedby={`${id}-problem ${id}-hint`}
          className="min-w-0 rounded-tremor-default border border-line-strong bg-surface px-3 py-2 font-mono text-caption text-ink aria-invalid:border-danger"
        />
        <p id={`${id}-problem`} role="alert" className="text-table break-words text-danger empty:hidden">{problem}</p>
        <p id={`${id}-hint`} className="text-caption text-subtle">A total in USD such as 1,234.50, or the export with its header. A chosen file is shown here before it is sent.</p>
      </div>
    </div>
  );
}
