"use client";

import { useActionState } from "react";
import { SelectField, TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

export type ReportSettingsField = "closeDay" | "charging";

type Choice = { id: string; label: string; isChosen: boolean };
type SettingsFormProps = { closeDay: number; charging: string; members: readonly Choice[]; channels: readonly Choice[]; save: FormAction<FormState<ReportSettingsField>> };

/** When months close, how they are charged, and who is sent them. */
export function ReportSettingsForm({ closeDay, charging, members, channels, save }: SettingsFormProps) {
  const [state, submit, isPending] = useActionState(save, { status: "idle" });
  return (
    <form action={submit} className="grid max-w-3xl gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="closeDay" label="Closes on day" state={state} initial={String(closeDay)} inputMode="numeric" maxLength={2} required hint="Of the next month, in the team's time zone. 0: by hand alone." />
        <SelectField
          name="charging" label="Charging" state={state} initial={charging} hint="Stands on the cover. A closed month keeps what it had."
          options={[{ value: "showback", label: "Showback: shown, paid centrally" }, { value: "chargeback", label: "Chargeback: charged to the team" }]}
        />
      </div>
      <Choices name="memberIds" legend="E-mail with the PDF, when a month closes" choices={members} empty="The team has no members." />
      <Choices name="channelIds" legend="Channels, when a month closes" choices={channels} empty="The team has no channel yet: add a webhook or Slack under Alerts." />
      <FormEnd label="Save" busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}

function Choices({ name, legend, choices, empty }: { name: string; legend: string; choices: readonly Choice[]; empty: string }) {
  return (
    <fieldset>
      <legend className="text-table font-medium text-ink">{legend}</legend>
      {choices.length === 0 ? <p className="mt-1 text-table text-muted">{empty}</p> : (
        <div className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
          {choices.map(({ id, label, isChosen }) => (
            <label key={id} className="flex min-h-6 items-center gap-2 text-table text-ink">
              <input type="checkbox" name={name} value={id} defaultChecked={isChosen} className="size-4 accent-brand" />
              {label}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
