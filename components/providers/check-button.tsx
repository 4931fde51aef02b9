"use client";

import { useActionState } from "react";

export type CheckState = { text: string; isGood: boolean } | null;

type CheckButtonProps = { providerId: string; check: (before: CheckState, form: FormData) => Promise<CheckState> };

/** Asks the provider for its models and tells what came back. */
export function CheckButton({ providerId, check }: CheckButtonProps) {
  const [state, submit, isPending] = useActionState(check, null);
  return (
    <form action={submit} className="mt-3 flex flex-wrap items-center gap-3">
      <input type="hidden" name="id" value={providerId} />
      <button type="submit" disabled={isPending} className="h-9 rounded border border-line-strong bg-surface px-4 text-body font-medium hover:bg-hover disabled:opacity-60">
        {isPending ? "Asking…" : "Check"}
      </button>
      <p role="status" className={`min-w-0 flex-1 basis-64 text-table ${state?.isGood === false ? "text-warning" : "text-ink"}`}>
        {state?.text ?? "Asks the provider once for its list of models, which costs nothing."}
      </p>
    </form>
  );
}
