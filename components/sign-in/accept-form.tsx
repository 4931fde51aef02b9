"use client";

import { Button } from "@tremor/react";
import { FormProblem } from "./form-problem";
import type { AcceptResult } from "./form-states";
import { useFormAction } from "./use-form-action";

type AcceptFormProps = { token: string; label: string; accept: (form: FormData) => Promise<AcceptResult> };

/** One button, for who is signed in: the page leads on by itself when it went well. */
export function AcceptForm({ token, label, accept }: AcceptFormProps) {
  const { submit, isBusy, problemOf } = useFormAction<never>(accept, () => undefined);
  return (
    <form onSubmit={submit} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <FormProblem message={problemOf(undefined)} />
      <Button type="submit" loading={isBusy} loadingText="One moment…" className="h-9 w-full">{label}</Button>
    </form>
  );
}
