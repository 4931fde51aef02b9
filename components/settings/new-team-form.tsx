"use client";

import { useActionState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

export type NewTeamState = FormState<"name" | "slug">;

export function NewTeamForm({ createTeam }: { createTeam: FormAction<NewTeamState> }) {
  const [state, submit, isPending] = useActionState(createTeam, { status: "idle" });
  return (
    <form action={submit} className="grid max-w-xl gap-4">
      <TextField id="new-team-name" name="name" label="Name" required maxLength={200} autoComplete="off" state={state} />
      <TextField
        id="new-team-slug"
        name="slug"
        label="Slug"
        required
        maxLength={64}
        autoComplete="off"
        state={state}
        hint="Its short name on the command line and in configuration files: a-z, 0-9, dot, hyphen, underscore. It cannot be changed later."
      />
      <FormEnd label="Create team" busyLabel="Creating…" isPending={isPending} state={state} />
    </form>
  );
}
