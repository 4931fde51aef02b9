"use client";

import { useActionState, useState } from "react";
import { FormMessage, INPUT, SubmitButton, TextField } from "./field";
import type { FormAction, FormState } from "./form-state";
import { type Preset, PRESETS } from "./presets";

type ProviderFormProps = {
  save: FormAction;
  /** null for a new one. */
  provider: (Preset & { failureDomain: string | null; hasCredential: boolean }) | null;
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
      <FormMessage state={state} />
      <div><SubmitButton isPending={isPending}>{provider === null ? "Add provider" : "Save"}</SubmitButton></div>
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
        className={INPUT}
      >
        <option value="">Another provider</option>
        {PRESETS.map(({ slug, name }) => <option key={slug} value={slug}>{name}</option>)}
      </select>
    </div>
  );
}

type FieldsProps = { state: FormState; isNew: boolean; initial: (Preset & { failureDomain?: string | null }) | null };

function Fields({ state, isNew, initial }: FieldsProps) {
  const given = state.status === "refused" ? state.given : null;
  const dialect = given?.["dialect"] ?? initial?.dialect ?? "openai";
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
      <div className="grid content-start gap-1">
        <label htmlFor="dialect" className="text-table font-medium text-ink">It speaks</label>
        <select key={dialect} id="dialect" name="dialect" defaultValue={dialect} className={INPUT}>
          <option value="openai">OpenAI&apos;s chat completions</option>
          <option value="anthropic">Anthropic&apos;s Messages</option>
        </select>
      </div>
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
