"use client";

import { type ReactNode, useActionState, useEffect, useId, useRef } from "react";
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

/** Asks once more, in the browser's own modal dialog: focus stays inside, Escape leaves. */
export function ConfirmButton({ label, name, title, children, confirmLabel, busyLabel, cancelLabel = "Cancel", action, values, disabled, describedBy }: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
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
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[min(28rem,calc(100vw-32px))] rounded-card border border-line bg-surface p-5 text-left whitespace-normal text-ink shadow-tremor-dropdown backdrop:bg-black/50"
      >
        <h2 id={titleId} className="text-section font-semibold break-words">{title}</h2>
        <div className="mt-2 grid gap-2 text-body text-muted">{children}</div>
        <p role="alert" className="mt-2 min-h-5 text-table text-danger">{state.status === "refused" ? state.problems.form : null}</p>
        <form action={submit} className="mt-3 flex flex-wrap justify-end gap-2">
          {Object.entries(values).map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
          <button type="button" autoFocus onClick={() => dialog.current?.close()} className="h-9 rounded border border-line-strong px-4 text-body font-medium hover:bg-hover">
            {cancelLabel}
          </button>
          <button type="submit" disabled={isPending} className="h-9 rounded bg-danger px-4 text-body font-medium text-danger-contrast hover:opacity-90 disabled:opacity-60">
            {isPending ? busyLabel : confirmLabel}
          </button>
        </form>
      </dialog>
    </>
  );
}
