"use client";

import { signIn } from "next-auth/react";
import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { JoinResult } from "./form-states";
import { useFormAction } from "./use-form-action";

type JoinFormProps = { token: string; join: (form: FormData) => Promise<JoinResult> };

/** For somebody new: who they are, and the password that they will sign in with. */
export function JoinForm({ token, join }: JoinFormProps) {
  const { form, isBusy, state } = useFormAction<Extract<JoinResult, { status: "joined" }>>(join, async ({ email }, form) => {
    await signIn("credentials", { email, password: String(form.get("password")), redirect: false }).catch(() => undefined);
    // Whoever could not be signed in is asked to by the page itself.
    window.location.assign("/");
  });
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <TextField required name="name" label="Your name" type="text" autoComplete="name" maxLength={200} state={state} />
      <TextField
        required
        name="password"
        label="Choose a password"
        type="password"
        autoComplete="new-password"
        hint={`At least ${PASSWORD_LENGTH.min} characters.`}
        maxLength={PASSWORD_LENGTH.max}
        state={state}
      />
      <FormEnd label="Join the team" busyLabel="Joining…" isPending={isBusy} state={state} isWide />
    </form>
  );
}
