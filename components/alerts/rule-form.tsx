"use client";

import { useActionState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import { type FormAction, type FormState, stampOf } from "../form/form-state";

export type RuleField = { name: string; label: string; unit: string; value: string };
export type Receiver = { id: string; name: string; isChosen: boolean };

export type RuleFormProps = {
  id: string;
  title: string;
  enabled: boolean;
  fields: readonly RuleField[];
  members: readonly Receiver[];
  channels: readonly Receiver[];
  changeRule: FormAction<FormState<string>>;
};

/** The bounds of a rule, who is told, and whether it is on. */
export function RuleForm({ id, title, enabled, fields, members, channels, changeRule }: RuleFormProps) {
  const [state, submit, isPending] = useActionState(changeRule, { status: "idle" });
  return (
    <form action={submit} aria-label={title} className="grid gap-4 border-t border-line py-3">
      <input type="hidden" name="id" value={id} />
      <label className="flex w-fit items-center gap-2 text-table font-medium text-ink">
        <input key={stampOf(state)} type="checkbox" name="enabled" value="1" defaultChecked={enabled} className="size-4" />
        On
      </label>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {fields.map(({ name, label, unit, value }) => (
          <TextField key={name} name={name} label={`${label} (${unit})`} state={state} initial={value} inputMode="decimal" maxLength={20} />
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Receivers legend="By e-mail to" name="member" all={members} none="The team has no members." />
        <Receivers legend="To channels" name="channel" all={channels} none="None yet: add one above." />
      </div>
      <FormEnd label="Save" busyLabel="Saving…" isPending={isPending} state={state} />
    </form>
  );
}

function Receivers({ legend, name, all, none }: { legend: string; name: string; all: readonly Receiver[]; none: string }) {
  return (
    <fieldset className="min-w-0">
      <legend className="text-table font-medium text-ink">{legend}</legend>
      {all.length === 0 ? <p className="mt-1 text-table text-subtle">{none}</p> : null}
      <div className="mt-1 grid gap-1">
        {all.map((receiver) => (
          <label key={receiver.id} className="flex min-h-6 min-w-0 items-center gap-2 text-table text-ink">
            <input type="checkbox" name={name} value={receiver.id} defaultChecked={receiver.isChosen} className="size-4 shrink-0" />
            <span className="truncate">{receiver.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
