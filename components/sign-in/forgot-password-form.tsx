"use client";

import { useState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { ForgotResult } from "./form-states";
import { useFormAction } from "./use-form-action";

type ForgotPasswordFormProps = { ask: (form: FormData) => Promise<ForgotResult> };

export function ForgotPasswordForm({ ask }: ForgotPasswordFormProps) {
  const [isAsked, setIsAsked] = useState(false);
  const { form, isBusy, state } = useFormAction<Extract<ForgotResult, { status: "asked" }>>(ask, () => setIsAsked(true));
  if (isAsked) {
    return (
      <p role="status" className="text-body text-muted">
        If somebody with a password here has that e-mail, a link is on its way. It works once, within the hour. Nothing
        after a few minutes? Look among the spam, or ask an owner of your team.
      </p>
    );
  }
  return (
    <form {...form} className="grid gap-4">
      <p className="text-table text-muted">We send a link with which you choose a new password.</p>
      <TextField required name="email" label="E-mail" type="email" autoComplete="username" maxLength={320} state={state} />
      <FormEnd label="Send the link" busyLabel="Asking…" isPending={isBusy} state={state} isWide />
    </form>
  );
}
