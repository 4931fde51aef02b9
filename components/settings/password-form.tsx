"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormAction, FormState } from "../form/form-state";

export type PasswordState = FormState<"current" | "next" | "repeated">;

type PasswordFormProps = { email: string; minLength: number; changePassword: FormAction<PasswordState> };

/** What was typed stays in the browser until it is accepted: a server never sends passwords back. */
export function PasswordForm({ email, minLength, changePassword }: PasswordFormProps) {
  const [state, submit, isPending] = useActionState(changePassword, { status: "idle" });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (state.status === "saved") form.current?.reset();
  }, [state]);
  // React empties a form that it sends itself.
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    startTransition(() => { submit(values); });
  };
  return (
    <form ref={form} action={submit} onSubmit={send} className="grid max-w-xl gap-4">
      {/* For the password manager, which asks whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField id="current-password" name="current" type="password" label="Current password" required autoComplete="current-password" state={state} />
      <TextField
        id="new-password"
        name="next"
        type="password"
        label="New password"
        required
        autoComplete="new-password"
        state={state}
        hint={`At least ${minLength} characters. A sentence of a few words is good.`}
      />
      <TextField id="repeated-password" name="repeated" type="password" label="New password, again" required autoComplete="new-password" state={state} />
      <FormEnd label="Change password" busyLabel="Changing…" isPending={isPending} state={state} />
    </form>
  );
}
