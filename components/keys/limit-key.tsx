"use client";

import { useActionState, useRef } from "react";
import type { KeyLimits } from "@/lib/core/key-limits";
import { Dialog } from "../form/dialog";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";
import { type LimitField, LimitFields } from "./limit-fields";

export type LimitKeyState = FormState<LimitField>;

/** A button that opens the limits of a key. */
export function LimitKey({ keyId, name, limits, limitKey }: { keyId: string; name: string; limits: KeyLimits; limitKey: FormAction<LimitKeyState> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, submit, isPending] = useActionState(limitKey, { status: "idle" });
  return (
    <>
      <button type="button" aria-label={`Limits of ${name}`} onClick={() => dialog.current?.showModal()} className="h-8 rounded border border-line-strong px-2.5 text-table font-medium hover:bg-hover">
        Limits
      </button>
      <Dialog dialog={dialog} title={`Limits of “${name}”`}>
        <p className="mb-3 text-table text-muted">Beyond one, calls are answered with 429 and when to try again. A token limit counts the prompt and what may be written, and afterwards what was.</p>
        <form action={submit} className="grid gap-3">
          <input type="hidden" name="keyId" value={keyId} />
          <LimitFields state={state} initial={limits} />
          <FormEnd label="Save limits" busyLabel="Saving…" isPending={isPending} state={state} />
        </form>
        <button type="button" onClick={() => dialog.current?.close()} className="mt-3 text-table text-brand underline-offset-2 hover:underline">Close</button>
      </Dialog>
    </>
  );
}
