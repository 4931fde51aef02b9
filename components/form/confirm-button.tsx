"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { DANGER_BUTTON, PLAIN_BUTTON } from "../button-styles";
import { Dialog } from "./dialog";
import type { FormAction, FormState } from "./form-state";

type ConfirmButtonProps = {
  /** On the button, such as "Remove". */
  label: string;
  /** The button's name where several say the same: "Remove Ada". */
  name?: string;
  /** The question, and what will happen. */
  title: string;
  children: ReactNode;
  confirmLabel: string;
  busyLabel: string;
  cancelLabel?: string;
  action: FormAction<FormState<never>>;
  /** Sent along. */
  values: Readonly<Record<string, string>>;
  disabled?: boolean;
  /** Why it is disabled: the id of the text that says so. */
  describedBy?: string | undefined;
};

/** A button that asks once more. */
export function ConfirmButton({ label, name, title, children, confirmLabel, busyLabel, cancelLabel = "Cancel", action, values, disabled, describedBy }: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, submit, isPending] = useActionState(action, { status: "idle" });
  useEffect(() => {
    if (state.status === "saved") dialog.current?.close();
  }, [state]);
  return (
    <>
      <button
        type="button"
        aria-label={name}
        aria-describedby={describedBy}
        disabled={disabled}
        onClick={() => dialog.current?.showModal()}
        className="h-8 rounded border border-line-strong bg-surface px-2.5 text-table font-medium text-danger not-disabled:hover:bg-danger-faint disabled:cursor-not-allowed disabled:border-line disabled:text-subtle"
      >
        {label}
      </button>
      <Dialog dialog={dialog} title={title}>
        <div className="grid gap-2 text-body text-muted">{children}</div>
        <p role="alert" className="mt-2 min-h-5 text-table text-danger">{state.status === "refused" ? state.problems.form : null}</p>
        <form action={submit} className="mt-3 flex flex-wrap justify-end gap-2">
          {Object.entries(values).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
          <button type="button" autoFocus onClick={() => dialog.current?.close()} className={PLAIN_BUTTON}>
            {cancelLabel}
          </button>
          <button type="submit" disabled={isPending} className={DANGER_BUTTON}>
            {isPending ? busyLabel : confirmLabel}
          </button>
        </form>
      </Dialog>
    </>
  );
}
