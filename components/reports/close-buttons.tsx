"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { PLAIN_BUTTON } from "../button-styles";
import { Dialog } from "../form/dialog";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

type CloseButtonProps = { month: string; name: string; nextVersion: number; openItems: readonly string[]; close: FormAction<FormState<"reason">> };

/** Closes a month, after it has said what is missing. */
export function CloseButton({ month, name, nextVersion, openItems, close }: CloseButtonProps) {
  return (
    <Asking label="Close month" title={`Close ${name} as version ${nextVersion}?`} submitLabel="Close month" busyLabel="Closing…" month={month} action={close}>
      <p className="text-body text-muted">Its figures are frozen, numbered and hashed. What becomes known later is a correction in the month that is open then.</p>
      {openItems.length === 0 ? <p className="text-body text-ink">Nothing is missing.</p> : (
        <div className="rounded border border-warning-line bg-warning-faint p-3 text-table text-warning">
          <p className="font-medium">Missing before it is surely final:</p>
          <ul className="mt-1 list-disc pl-5">{openItems.map((item) => <li key={item}>{item}</li>)}</ul>
        </div>
      )}
    </Asking>
  );
}

/** Lets a closed month be closed again; the closed version stays. */
export function ReopenButton({ month, name, version, reopen }: { month: string; name: string; version: number; reopen: FormAction<FormState<"reason">> }) {
  return (
    <Asking label="Reopen" title={`Reopen ${name}?`} submitLabel="Reopen month" busyLabel="Reopening…" month={month} action={reopen} asksReason>
      <p className="text-body text-muted">Version {version} stays as it is. Closing again makes version {version + 1}.</p>
    </Asking>
  );
}

type AskingProps = { label: string; title: string; submitLabel: string; busyLabel: string; month: string; action: FormAction<FormState<"reason">>; asksReason?: boolean; children: ReactNode };

function Asking({ label, title, submitLabel, busyLabel, month, action, asksReason = false, children }: AskingProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, submit, isPending] = useActionState(action, { status: "idle" });
  useEffect(() => {
    if (state.status === "saved") dialog.current?.close();
  }, [state]);
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} className={PLAIN_BUTTON}>{label}</button>
      <Dialog dialog={dialog} title={title} isWide>
        <form action={submit} className="grid gap-3">
          {children}
          <input type="hidden" name="month" value={month} />
          {asksReason ? <TextField name="reason" label="Why" state={state} maxLength={500} required hint="Kept in the audit log." /> : null}
          <div className="flex flex-wrap items-start gap-2">
            <FormEnd label={submitLabel} busyLabel={busyLabel} isPending={isPending} state={state} />
            <button type="button" onClick={() => dialog.current?.close()} className={PLAIN_BUTTON}>Cancel</button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
