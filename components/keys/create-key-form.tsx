"use client";

import { Button } from "@tremor/react";
import { useActionState } from "react";
import { NO_LIMITS } from "@/lib/core/key-limits";
import { CopyButton } from "../copy-button";
import { SelectField, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import { Snippets } from "../first-run/snippets";
import { LimitFields } from "./limit-fields";
import { type CreateKeyState, EXPIRIES, PURPOSES } from "./create-key-state";

type CreateKeyFormProps = {
  createKey: FormAction<CreateKeyState>;
  /** Where clients send their calls, and a profile to ask for: for the code beside a new key. */
  baseUrl: string;
  model: string;
};

export function CreateKeyForm({ createKey, baseUrl, model }: CreateKeyFormProps) {
  const [state, submit, isPending] = useActionState(createKey, { status: "idle" });
  return (
    <div>
      <form action={submit} className="flex flex-wrap items-start gap-3">
        <TextField id="key-name" name="name" label="Name" state={state} required maxLength={200} placeholder="What it is for" className="flex-1 basis-64" />
        <SelectField name="purpose" label="For" state={state} initial="calls" options={Object.entries(PURPOSES).map(([value, { label }]) => ({ value, label }))} />
        <SelectField name="expiry" label="Expires" state={state} initial="never" options={Object.entries(EXPIRIES).map(([value, { label }]) => ({ value, label }))} />
        <Button type="submit" loading={isPending} loadingText="Creating…" className="h-[38px] self-start max-sm:w-full sm:mt-6">
          Create key
        </Button>
        <details className="w-full text-table text-ink">
          <summary className="w-fit rounded font-medium">Limits</summary>
          <div className="mt-3 grid gap-3 sm:grid-cols-3"><LimitFields state={state} initial={NO_LIMITS} /></div>
        </details>
      </form>
      <div role="status" aria-live="polite">
        {state.created === undefined ? null : <CreatedKey {...state.created} baseUrl={baseUrl} model={model} />}
      </div>
    </div>
  );
}

function CreatedKey({ name, text, isForCalls, baseUrl, model }: { name: string; text: string; isForCalls: boolean; baseUrl: string; model: string }) {
  return (
    <div className="mt-4 rounded-card border border-warning-line bg-warning-faint p-4">
      <p className="text-body font-semibold text-ink">Key “{name}” is ready</p>
      <p className="mt-1 text-table text-warning">Copy it now: it is stored nowhere and will not be shown again.</p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <code aria-label="New API key" className="min-w-0 rounded border border-line bg-surface px-2 py-1.5 font-mono text-caption break-all text-ink">
          {text}
        </code>
        <CopyButton text={text} label="Copy key" />
      </div>
      {isForCalls ? <details className="mt-3 text-table text-ink">
        <summary className="w-fit rounded font-medium">Code that uses it</summary>
        <div className="mt-2 rounded-card bg-surface p-3"><Snippets baseUrl={baseUrl} apiKey={text} model={model} /></div>
      </details> : <p className="mt-3 text-table text-ink">It reads reports: <code className="font-mono text-caption">GET {baseUrl.replace(/\/v1$/, "")}/reports/2026-11?format=json</code></p>}
    </div>
  );
}
