"use client";

import { useActionState } from "react";
import type { FormAction, FormState } from "../form/form-state";
import { PLAIN_BUTTON } from "../button-styles";

type ActButtonProps = { label: string; /** Where several say the same. */ name: string; busyLabel: string; action: FormAction<FormState<never>>; values: Readonly<Record<string, string>> };

/** A button that does one thing, and beside it what came of it. */
export function ActButton({ label, name, busyLabel, action, values }: ActButtonProps) {
  const [state, submit, isPending] = useActionState(action, { status: "idle" });
  return (
    <form action={submit} className="flex flex-wrap items-center gap-2">
      {Object.entries(values).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
      <button type="submit" aria-label={name} disabled={isPending} className={PLAIN_BUTTON}>{isPending ? busyLabel : label}</button>
      <span role="status" className="text-table text-muted empty:hidden">{state.status === "saved" && !isPending ? state.message : null}</span>
      <span role="alert" className="text-table text-danger empty:hidden">{state.status === "refused" ? state.problems.form : null}</span>
    </form>
  );
}
