"use client";

import { useActionState } from "react";
import { MAIN_BUTTON } from "../button-styles";
import { type FormAction, problemOf } from "../form/form-state";
import type { CreateKeyState } from "../keys/create-key-state";
import { Snippets } from "./snippets";

type SendFirstCallProps = {
  baseUrl: string;
  model: string;
  /** null for who may not make keys. */
  createKey: FormAction<CreateKeyState> | null;
};

/** The call to paste; a key that is made here is filled into it. */
export function SendFirstCall({ baseUrl, model, createKey }: SendFirstCallProps) {
  const [state, submit, isPending] = useActionState(createKey ?? keepState, { status: "idle" });
  const apiKey = state.created?.text ?? null;
  return (
    <div className="grid gap-3">
      {apiKey === null && createKey !== null ? (
        <form action={submit} className="flex flex-wrap items-center gap-3">
          <input type="hidden" name="name" value="First calls" />
          <input type="hidden" name="expiry" value="never" />
          <button type="submit" disabled={isPending} className={MAIN_BUTTON}>
            {isPending ? "Making…" : "Make a key"}
          </button>
          <span className="text-table text-muted">It is filled in below, and shown this once.</span>
        </form>
      ) : null}
      {createKey === null ? <p className="text-table text-muted">Your role may not make keys: ask a member of the team for one.</p> : null}
      <p role="status" className="text-table text-warning empty:hidden">
        {apiKey === null ? null : "The key is in the code below. Copy it now: it is stored nowhere and will not be shown again."}
      </p>
      <p role="alert" className="text-table text-danger empty:hidden">{problemOf(state, "form") ?? problemOf(state, "name")}</p>
      <Snippets baseUrl={baseUrl} apiKey={apiKey} model={model} />
    </div>
  );
}

function keepState(before: CreateKeyState): CreateKeyState {
  return before;
}
