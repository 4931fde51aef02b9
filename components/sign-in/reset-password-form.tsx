"use client";

import { Button } from "@tremor/react";
import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { Field } from "./field";
import { FormProblem } from "./form-problem";
import type { ResetResult } from "./form-states";
import { useFormAction } from "./use-form-action";

type ResetPasswordFormProps = { token: string; email: string; reset: (form: FormData) => Promise<ResetResult> };

export function ResetPasswordForm({ token, email, reset }: ResetPasswordFormProps) {
  const { submit, isBusy, problemOf } = useFormAction<never>(reset, () => undefined);
  return (
    <form onSubmit={submit} className="grid gap-4">
      <p className="text-table text-muted">For {email}. You will be signed out everywhere else.</p>
      <input type="hidden" name="token" value={token} />
      {/* So that a password manager knows whose it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        hint={`At least ${PASSWORD_LENGTH.min} characters.`}
        maxLength={PASSWORD_LENGTH.max}
        problem={problemOf("password")}
      />
      <FormProblem message={problemOf(undefined)} />
      <Button type="submit" loading={isBusy} loadingText="Saving…" className="h-9 w-full">Set password</Button>
    </form>
  );
}
