"use client";

import { Button, TextInput } from "@tremor/react";
import { useActionState } from "react";
import { CopyButton } from "../copy-button";
import { Snippets } from "../first-run/snippets";
import { type CreateKeyState, EXPIRIES } from "./key-states";

type CreateKeyFormProps = {
  createKey: (before: CreateKeyState, form: FormData) => Promise<CreateKeyState>;
  /** Where clients send their calls, and a profile to ask for: for the code beside a new key. */
  baseUrl: string;
  model: string;
};

export function CreateKeyForm({ createKey, baseUrl, model }: CreateKeyFormProps) {
  const [state, submit, isPending] = useActionState(createKey, { status: "idle" });
  const refused = state.status === "refused" ? state : null;
  return (
    <div>
      <form action={submit} className="flex flex-wrap items-start gap-3">
        <div className="grid min-w-0 flex-1 basis-64 gap-1">
          <label htmlFor="key-name" className="text-table font-medium text-ink">Name</label>
          <TextInput
            id="key-name"
            name="name"
            required
            maxLength={200}
            autoComplete="off"
            placeholder="What it is for"
            defaultValue={refused?.name ?? ""}
            error={refused !== null}
            aria-invalid={refused !== null}
            aria-describedby="key-name-problem"
            className="border-line-strong"
          />
          <p id="key-name-problem" role="alert" className="text-table text-danger empty:hidden">{refused?.message}</p>
        </div>
        <div className="grid gap-1">
          <label htmlFor="key-expiry" className="text-table font-medium text-ink">Expires</label>
          <select
            id="key-expiry"
            name="expiry"
            defaultValue={refused?.expiry ?? "never"}
            className="h-[38px] rounded-tremor-default border border-line-strong px-3 text-body text-ink"
          >
            {Object.entries(EXPIRIES).map(([value, { label }]) => <option key={value} value={value}>{label}</option>)}
          </select>
        </div>
        <Button type="submit" loading={isPending} loadingText="Creating…" className="h-[38px] self-start max-sm:w-full sm:mt-6">
          Create key
        </Button>
      </form>
      <div role="status" aria-live="polite">
        {state.status === "created" ? <CreatedKey name={state.name} text={state.text} baseUrl={baseUrl} model={model} /> : null}
      </div>
    </div>
  );
}

function CreatedKey({ name, text, baseUrl, model }: { name: string; text: string; baseUrl: string; model: string }) {
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
      <details className="mt-3 text-table text-ink">
        <summary className="w-fit rounded font-medium">Code that uses it</summary>
        <div className="mt-2 rounded-card bg-surface p-3"><Snippets baseUrl={baseUrl} apiKey={text} model={model} /></div>
      </details>
    </div>
  );
}
