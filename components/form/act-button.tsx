"use client";

import { useActionState } from "react";
import { PLAIN_BUTTON } from "../button-styles";
import type { FormAction, FormState } from "./form-state";

type ActButtonProps = {
  label: string;
  /** The button's name where several say the same. */
  name: string;
  busyLabel: string;
  action: FormAction<FormState<never>>;
  /** Sent along. */
  values: Readonly<Record<string, string>>;
  /** In a table's row: what came of it stands below and not beside it. */
  isSmall?: boolean;
};

const WIDE = { form: "flex flex-wrap items-center gap-2", button: PLAIN_BUTTON, told: "text-table text-muted empty:hidden", refused: "text-table text-danger empty:hidden" };
const SMALL: typeof WIDE = {
  form: "inline-grid justify-items-end gap-1 text-left",
  button: "h-8 w-fit rounded border border-line-strong bg-surface px-2.5 text-table font-medium text-ink hover:bg-hover disabled:opacity-60",
  told: "text-caption text-muted empty:hidden",
  refused: "max-w-56 text-caption max-sm:max-w-28 whitespace-normal text-danger empty:hidden",
};

/** Does one thing at once, and says what became of it. */
export function ActButton({ label, name, busyLabel, action, values, isSmall = false }: ActButtonProps) {
  const [state, submit, isPending] = useActionState(action, { status: "idle" });
  const looks = isSmall ? SMALL : WIDE;
  return (
    <form action={submit} className={looks.form}>
      {Object.entries(values).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
      <button type="submit" aria-label={name} disabled={isPending} className={looks.button}>{isPending ? busyLabel : label}</button>
      <p role="status" className={looks.told}>{state.status === "saved" && !isPending ? state.message : null}</p>
      <p role="alert" className={looks.refused}>{state.status === "refused" && !isPending ? state.problems.form : null}</p>
    </form>
  );
}
