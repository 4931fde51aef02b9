"use client";

import { Button } from "@tremor/react";
import { signIn } from "next-auth/react";
import { PASSWORD_LENGTH } from "@/lib/core/password-length";
import { Field } from "./field";
import { FormProblem } from "./form-problem";
import type { JoinResult } from "./form-states";
import { useFormAction } from "./use-form-action";

type JoinFormProps = { token: string; join: (form: FormData) => Promise<JoinResult> };

/** For somebody new: who they are, and the password that they will sign in with. */
export function JoinForm({ token, join }: JoinFormProps) {
  const { submit, isBusy, problemOf } = useFormAction<Extract<JoinResult, { status: "joined" }>>(join, async ({ email }, form) => {
    await signIn("credentials", { email, password: String(form.get("password")), redirect: false }).catch(() => undefined);
    // Whoever could not be signed in is asked to by the page itself.
    window.location.assign("/");
  });
  return (
    <form onSubmit={submit} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <Field name="name" label="Your name" type="text" autoComplete="name" maxLength={200} problem={problemOf("name")} />
      <Field
        name="password"
        label="Choose a password"
        type="password"
        autoComplete="new-password"
        hint={`At least ${PASSWORD_LENGTH.min} characters.`}
        maxLength={PASSWORD_LENGTH.max}
        problem={problemOf("password")}
      />
      <FormProblem message={problemOf(undefined)} />
      <Button type="submit" loading={isBusy} loadingText="Joining…" className="h-9 w-full">Join the team</Button>
    </form>
  );
}
