"use client";

import { useActionState, useState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

export type TeamField = "name" | "timeZone";
/** `read` is what is saved now, since the form was opened. */
export type TeamFormState = FormState<TeamField> & { read?: TeamValues };
export type TeamValues = Record<TeamField, string>;

type TeamFormProps = { team: TeamValues; zones: readonly string[]; updateTeam: FormAction<TeamFormState> };

/** Sends along what was read, so that nobody writes over what another saved meanwhile. */
export function TeamForm({ team, zones, updateTeam }: TeamFormProps) {
  const [state, submit, isPending] = useActionState(updateTeam, { status: "idle" });
  // What a later render reads is not what the person saw when they began to type.
  const [opened] = useState(team);
  const read = state.read ?? opened;
  return (
    <form action={submit} className="grid max-w-xl gap-4">
      <input type="hidden" name="readName" value={read.name} />
      <input type="hidden" name="readTimeZone" value={read.timeZone} />
      <TextField id="team-name" name="name" label="Name" required maxLength={200} autoComplete="off" state={state} initial={read.name} />
      <TextField
        id="team-zone"
        name="timeZone"
        label="Time zone"
        list="team-zones"
        required
        maxLength={100}
        autoComplete="off"
        state={state}
        initial={read.timeZone}
        hint="Type a part of its name. On every page days and months begin at midnight in this zone, and times are shown in it, unless the page's address names another. The calls in the ledger stay as they are."
      />
      <datalist id="team-zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
      <FormEnd label="Save" busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}
