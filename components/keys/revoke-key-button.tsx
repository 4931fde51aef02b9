"use client";

import { useActionState, useEffect, useRef } from "react";
import type { RevokeKeyState } from "./key-states";

type RevokeKeyButtonProps = {
  keyId: string;
  name: string;
  revokeKey: (before: RevokeKeyState, form: FormData) => Promise<RevokeKeyState>;
};

/** Asks once more, in the browser's own modal dialog: focus stays inside, Escape leaves. */
export function RevokeKeyButton({ keyId, name, revokeKey }: RevokeKeyButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, submit, isPending] = useActionState(revokeKey, { status: "idle" });
  useEffect(() => {
    if (state.status === "revoked") dialog.current?.close();
  }, [state]);
  const titleId = `revoke-${keyId}`;
  return (
    <>
      <button
        type="button"
        aria-label={`Revoke ${name}`}
        onClick={() => dialog.current?.showModal()}
        className="h-7 rounded border border-line-strong px-2.5 text-table font-medium text-danger hover:bg-danger-faint"
      >
        Revoke
      </button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto w-[min(28rem,calc(100vw-32px))] rounded-card border border-line bg-surface p-5 text-left whitespace-normal text-ink shadow-tremor-dropdown backdrop:bg-black/50"
      >
        <h2 id={titleId} className="text-section font-semibold">Revoke “{name}”?</h2>
        <p className="mt-2 text-body text-muted">
          Clients that use this key are refused from the next second on. It cannot be undone; the calls it made stay in
          the ledger.
        </p>
        <p role="alert" className="mt-2 min-h-5 text-table text-danger">{state.status === "refused" ? state.message : null}</p>
        <form action={submit} className="mt-3 flex justify-end gap-2">
          <input type="hidden" name="keyId" value={keyId} />
          <button type="button" autoFocus onClick={() => dialog.current?.close()} className="h-9 rounded border border-line-strong px-4 text-body font-medium hover:bg-hover">
            Keep it
          </button>
          <button type="submit" disabled={isPending} className="h-9 rounded bg-danger px-4 text-body font-medium text-danger-contrast hover:opacity-90 disabled:opacity-60">
            {isPending ? "Revoking…" : "Revoke key"}
          </button>
        </form>
      </dialog>
    </>
  );
}
