"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { TextField } from "../form/field";
import { FormEnd } from "../form/form-end";
import type { FormState } from "../form/form-state";
import { describeWait } from "./wait";

type SignInFormProps = {
  /** A path of ours, where the way goes on. */
  returnTo: string;
  waitPrefix: string;
};

export function SignInForm({ returnTo, waitPrefix }: SignInFormProps) {
  const [state, setState] = useState<FormState<"email">>({ status: "idle" });
  const [isBusy, setIsBusy] = useState(false);

  async function send(form: FormData) {
    setIsBusy(true);
    setState({ status: "idle" });
    const email = String(form.get("email"));
    const result = await signIn("credentials", {
      email,
      password: String(form.get("password")),
      redirect: false,
    }).catch(() => undefined);
    // A full load: nothing of an earlier session stays in the browser's memory.
    if (result?.ok && !result.error) return window.location.assign(returnTo);
    setState({ status: "refused", typed: { email }, problems: { form: describe(result?.error, waitPrefix) } });
    setIsBusy(false);
  }

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send(new FormData(event.currentTarget));
  };
  return (
    // React keeps what is sent before the page's script is there for `action`; the browser would put it into the address.
    <form action={send} onSubmit={submit} className="grid gap-4">
      <TextField required name="email" label="E-mail" type="email" autoComplete="username" state={state} />
      <TextField required name="password" label="Password" type="password" autoComplete="current-password" />
      <FormEnd label="Sign in" busyLabel="Signing in…" isPending={isBusy} state={state} isWide />
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
