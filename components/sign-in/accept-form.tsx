"use client";

import { FormEnd } from "../form/form-end";
import type { AcceptResult } from "./form-states";
import { useFormAction } from "./use-form-action";

type AcceptFormProps = { token: string; label: string; accept: (form: FormData) => Promise<AcceptResult> };

/** One button, for who is signed in: the page leads on by itself when it went well. */
export function AcceptForm({ token, label, accept }: AcceptFormProps) {
  const { form, isBusy, state } = useFormAction<never>(accept, () => undefined);
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <FormEnd label={label} busyLabel="One moment…" isPending={isBusy} state={state} isWide />
    </form>
  );
}
