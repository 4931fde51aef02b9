"use client";

import { useActionState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

type EndpointFormProps = {
  save: FormAction<FormState<string>>;
  provider: { id: string; slug: string };
  /** null for a new one. */
  endpoint: { model: string; upstreamModel: string; contextTokens: number | null; maxOutputTokens: number | null; quantization: string | null; failureDomain: string | null } | null;
  /** Says which state the fields were filled from. */
  mark: string;
};

/** Adds a model at a provider, or edits what is known of it. */
export function EndpointForm({ save, provider, endpoint, mark }: EndpointFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  return (
    <form action={submit} className="grid max-w-3xl gap-4">
      <input type="hidden" name="read" value={mark} />
      <input type="hidden" name="provider" value={provider.slug} />
      <input type="hidden" name="providerId" value={provider.id} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="model"
          label="Model"
          state={state}
          initial={endpoint?.model}
          required
          readOnly={endpoint !== null}
          placeholder="meta-llama/llama-3.3-70b-instruct"
          hint={endpoint === null ? "The weights, by one name at all providers: so they can stand in for each other." : "Calls and prices are kept under it, so it stays."}
        />
        <TextField name="upstreamModel" label="Its name at this provider" state={state} initial={endpoint?.upstreamModel} placeholder="The same" hint="Sent to the provider as the model." />
        <TextField name="contextTokens" label="Context, tokens" inputMode="numeric" state={state} initial={textOf(endpoint?.contextTokens)} placeholder="Not known" hint="A longer prompt passes this endpoint by." />
        <TextField name="maxOutputTokens" label="Longest answer, tokens" inputMode="numeric" state={state} initial={textOf(endpoint?.maxOutputTokens)} placeholder="Not known" />
        <TextField name="quantization" label="Quantization" state={state} initial={endpoint?.quantization ?? ""} placeholder="Not stated" hint="How coarsely it keeps the weights, such as fp8 or int4. Endpoints of unlike bits are not compared as equals." />
        <TextField name="failureDomain" label="Fails together with" state={state} initial={endpoint?.failureDomain ?? ""} placeholder="Its provider's" hint="Only where it differs from its provider's." />
      </div>
      <FormEnd label={endpoint === null ? "Add endpoint" : "Save"} busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}

function textOf(count: number | null | undefined): string {
  return count == null ? "" : String(count);
}
