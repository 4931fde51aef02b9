"use client";

import { useActionState, useState } from "react";
import { SELECT, SelectField, TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";
import { type Preset, PRESETS } from "./presets";

type ProviderFormProps = {
  save: FormAction<FormState<string>>;
  /** null for a new one. */
  provider: (Preset & { failureDomain: string | null; hasCredential: boolean; billingAccount: string | null }) | null;
  /** Says which state the fields were filled from. */
  mark: string;
};

/** Adds or edits a provider. A credential goes in and never comes out. */
export function ProviderForm({ save, provider, mark }: ProviderFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  const [preset, setPreset] = useState<Preset | null>(null);
  return (
    <form action={submit} className="grid max-w-3xl gap-4">
      {provider === null ? <PresetChoice current={preset} onChoose={setPreset} /> : null}
      <input type="hidden" name="read" value={mark} />
      <Fields key={preset?.slug ?? ""} state={state} isNew={provider === null} initial={provider ?? preset} />
      <TextField
        name="credential"
        label="API key"
        state={state}
        type="password"
        placeholder={provider?.hasCredential ? "Leave empty to keep the stored one" : ""}
        hint="Encrypted, bound to this base URL's host, and never shown again. Give it again when the base URL moves to another host."
      />
      <TextField
        name="billingAccount"
        label="Billing account"
        state={state}
        initial={provider?.billingAccount ?? ""}
        placeholder="Not stated"
        hint="Whom the provider bills for what this API key uses, such as acct-77. It goes into finance exports; it is no secret."
      />
      <FormEnd label={provider === null ? "Add provider" : "Save"} busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}

function PresetChoice({ current, onChoose }: { current: Preset | null; onChoose: (preset: Preset | null) => void }) {
  return (
    <div className="grid gap-1">
      <label htmlFor="preset" className="text-table font-medium text-ink">Start from</label>
      <select
        id="preset"
        value={current?.slug ?? ""}
        onChange={(event) => { onChoose(PRESETS.find(({ slug }) => slug === event.target.value) ?? null); }}
        className={SELECT}
      >
        <option value="">Another provider</option>
        {PRESETS.map(({ slug, name }) => <option key={slug} value={slug}>{name}</option>)}
      </select>
    </div>
  );
}

const DIALECTS = [
  { value: "openai", label: "OpenAI's chat completions" },
  { value: "anthropic", label: "Anthropic's Messages" },
];

type FieldsProps = { state: FormState<string>; isNew: boolean; initial: (Preset & { failureDomain?: string | null }) | null };

function Fields({ state, isNew, initial }: FieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField name="name" label="Name" state={state} initial={initial?.name} placeholder="As people read it" />
      <TextField
        name="slug"
        label="Short name"
        state={state}
        initial={initial?.slug}
        required
        readOnly={!isNew}
        hint={isNew ? "Begins the names of its endpoints, as in groq/llama-3.3. It cannot be changed later." : "Begins the names of its endpoints, so it stays."}
      />
      <TextField
        name="baseUrl"
        label="Base URL"
        type="url"
        state={state}
        initial={initial?.baseUrl}
        required
        placeholder="https://api.example.com/v1"
        hint="Calls go to the paths below it. Private addresses are refused unless the operator allows them."
        className="sm:col-span-2"
      />
      <SelectField name="dialect" label="It speaks" state={state} initial={initial?.dialect ?? "openai"} options={DIALECTS} />
      <TextField
        name="failureDomain"
        label="Fails together with"
        state={state}
        initial={initial?.failureDomain ?? ""}
        placeholder="Nobody else"
        hint="A name shared by providers on the same cloud or broker. A profile then does not count one as the other's fallback."
      />
    </div>
  );
}
