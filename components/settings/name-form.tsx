"use client";

import { useActionState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

export type NameState = FormState<"name">;

export function NameForm({ name, renameAccount }: { name: string; renameAccount: FormAction<NameState> }) {
  const [state, submit, isPending] = useActionState(renameAccount, { status: "idle" });
  return (
    <form action={submit} className="grid max-w-xl gap-4">
      <TextField
        id="account-name"
        name="name"
        label="Name"
        required
        maxLength={200}
        autoComplete="name"
        state={state}
        initial={name}
        hint="How the other members of your teams, and the audit log, name you."
      />
      <FormEnd label="Save name" busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}
