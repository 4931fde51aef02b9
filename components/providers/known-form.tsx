"use client";

import { useActionState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import { type FormAction, type FormState, problemOf } from "../form/form-state";
import { ModelPicker } from "./model-picker";
import type { ModelChoice } from "./prepare-known";

type KnownFormProps = {
  save: FormAction<FormState<string>>;
  provider: { slug: string; name: string; baseUrl: string | null; baseUrlForm: string | null; env: string | null; docs: string | null };
  choices: readonly ModelChoice[];
};

/** Sets up a provider of the catalogue: what it is called here, its API key, and which of its models. */
export function KnownForm({ save, provider, choices }: KnownFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  const { slug, name, baseUrl, baseUrlForm, env, docs } = provider;
  return (
    // A refused form would be emptied, boxes and filter included: all that was typed and chosen stays.
    <form action={submit} onReset={(event) => { event.preventDefault(); }} className="grid max-w-3xl gap-4">
      <input type="hidden" name="known" value={slug} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="name" label="Name" state={state} initial={name} required hint="As people read it." />
        <TextField
          name="credential"
          label="API key"
          type="password"
          state={state}
          required
          hint={<>{env === null ? "" : `What ${env} holds elsewhere. `}Encrypted, and never shown again.{docs === null ? null : <> <a href={docs} target="_blank" rel="noreferrer" className="text-brand underline underline-offset-2">Their documentation</a></>}</>}
        />
        {baseUrl === null ? (
          <TextField
            name="baseUrl"
            label="Base URL"
            type="url"
            state={state}
            required
            placeholder={baseUrlForm ?? "https://api.example.com/v1"}
            hint="Each of its customers has one of their own: put yours where the capital letters are."
            className="sm:col-span-2"
          />
        ) : null}
      </div>
      <ModelPicker choices={choices} problem={problemOf(state, "model")} />
      <FormEnd label="Set up provider" busyLabel="Setting up…" isPending={isPending} state={state} />
    </form>
  );
}
