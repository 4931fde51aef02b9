"use client";

import { useActionState } from "react";
import type { FormAction, FormState } from "../form/form-state";

type ActButtonProps = {
  label: string;
  /** The button's name where several say the same. */
  name: string;
  busyLabel: string;
  action: FormAction<FormState<never>>;
  id: string;
};

/** Does one thing at once, and says below it what became of it. */
export function ActButton({ label, name, busyLabel, action, id }: ActButtonProps) {
  const [state, submit, isPending] = useActionState(action, { status: "idle" });
  return (
    <form action={submit} className="inline-grid justify-items-end gap-1 text-left">
      <input type="hidden" name="id" value={id} />
      <button type="submit" aria-label={name} disabled={isPending} className="h-8 w-fit rounded border border-line-strong bg-surface px-2.5 text-table font-medium text-ink hover:bg-hover disabled:opacity-60">
        {isPending ? busyLabel : label}
      </button>
      <p role="status" className="text-caption text-muted empty:hidden">{state.status === "saved" && !isPending ? state.message : null}</p>
      <p role="alert" className="max-w-56 text-caption max-sm:max-w-28 whitespace-normal text-danger empty:hidden">{state.status === "refused" && !isPending ? state.problems.form : null}</p>
    </form>
  );
}
