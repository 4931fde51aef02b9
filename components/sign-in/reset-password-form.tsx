"use client";

import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { ResetResult } from "./form-states";
import { useFormAction } from "./use-form-action";

type ResetPasswordFormProps = { token: string; email: string; reset: (form: FormData) => Promise<ResetResult> };

export function ResetPasswordForm({ token, email, reset }: ResetPasswordFormProps) {
  const { form, isBusy, state } = useFormAction<never>(reset, () => undefined);
  return (
    <form {...form} className="grid gap-4">
      <p className="text-table text-muted">For {email}. You will be signed out everywhere else.</p>
      <input type="hidden" name="token" value={token} />
      {/* So that a password manager knows whose it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <TextField
        required
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint={`At least ${PASSWORD_LENGTH.min} characters.`}
        maxLength={PASSWORD_LENGTH.max}
        state={state}
      />
      <FormEnd label="Set password" busyLabel="Saving…" isPending={isBusy} state={state} isWide />
    </form>
  );
}
