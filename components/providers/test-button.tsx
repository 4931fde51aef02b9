"use client";

import Link from "next/link";
import { useActionState } from "react";
import { PLAIN_BUTTON } from "../button-styles";
import { SelectField } from "../form/field";
import type { TestState } from "./describe-test";

type TestButtonProps = {
  /** What can be asked; a single one is not asked for. */
  endpoints: readonly { id: string; model: string }[];
  test: (before: TestState, form: FormData) => Promise<TestState>;
};

/** Makes one tiny real call to an endpoint and tells what came of it. */
export function TestButton({ endpoints, test }: TestButtonProps) {
  const [state, submit, isPending] = useActionState(test, null);
  const [first] = endpoints;
  if (!first) return null;
  return (
    <form action={submit} onReset={(event) => { event.preventDefault(); }} className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        {endpoints.length === 1 ? (
          <input type="hidden" name="endpointId" value={first.id} />
        ) : (
          <SelectField name="endpointId" label="Model" initial={first.id} options={endpoints.map(({ id, model }) => ({ value: id, label: model }))} className="max-w-full" />
        )}
        <button type="submit" disabled={isPending} className={PLAIN_BUTTON}>{isPending ? "Calling…" : "Test connection"}</button>
      </div>
      <p role="status" className={`text-table ${state?.isGood === false ? "text-warning" : "text-ink"}`}>
        {state?.text ?? "Makes one real call of a few words, which the provider bills and the ledger keeps as an ad-hoc call."}
        {state?.callId ? <> <Link href={`/calls/${state.callId}`} className="text-brand underline underline-offset-2">Open the call</Link></> : null}
      </p>
    </form>
  );
}
