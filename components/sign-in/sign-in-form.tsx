"use client";

import { Button } from "@tremor/react";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Field } from "./field";
import { describeWait } from "./wait";

type SignInFormProps = {
  /** A path of ours, where the way goes on. */
  returnTo: string;
  waitPrefix: string;
};

export function SignInForm({ returnTo, waitPrefix }: SignInFormProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsBusy(true);
    setProblem(null);
    const form = new FormData(event.currentTarget);
    const result = await signIn("credentials", {
      email: String(form.get("email")),
      password: String(form.get("password")),
      redirect: false,
    }).catch(() => undefined);
    // A full load: nothing of an earlier session stays in the browser's memory.
    if (result?.ok && !result.error) return window.location.assign(returnTo);
    setProblem(describe(result?.error, waitPrefix));
    setIsBusy(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4" aria-describedby={problem ? "sign-in-problem" : undefined}>
      <Field name="email" label="E-mail" type="email" autoComplete="username" />
      <Field name="password" label="Password" type="password" autoComplete="current-password" />
      <p id="sign-in-problem" role="alert" className="text-table text-danger empty:hidden">{problem}</p>
      <Button type="submit" loading={isBusy} loadingText="Signing in…" className="h-9 w-full">Sign in</Button>
    </form>
  );
}

function describe(error: string | null | undefined, waitPrefix: string): string {
  if (error === "CredentialsSignin") return "That e-mail and password do not belong together.";
  if (error?.startsWith(waitPrefix)) {
    return `Too many attempts. Try again in ${describeWait(Number(error.slice(waitPrefix.length)))}.`;
  }
  return "The server could not be asked. Check that RouteLedger is running, then try again.";
}
