"use client";

import { Button, TextInput } from "@tremor/react";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";

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
      <label className="grid gap-1 text-table font-medium text-ink">
        E-mail
        <TextInput name="email" type="email" autoComplete="username" required placeholder="" className="border-line-strong" />
      </label>
      <div className="grid gap-1">
        <label htmlFor="password" className="text-table font-medium text-ink">Password</label>
        <TextInput
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          placeholder=""
          className="border-line-strong"
        />
      </div>
      <p id="sign-in-problem" role="alert" className="text-table text-danger empty:hidden">{problem}</p>
      <Button type="submit" loading={isBusy} loadingText="Signing in…" className="h-9 w-full">Sign in</Button>
    </form>
  );
}

function describe(error: string | null | undefined, waitPrefix: string): string {
  if (error === "CredentialsSignin") return "That e-mail and password do not belong together.";
  if (error?.startsWith(waitPrefix)) {
    const seconds = Number(error.slice(waitPrefix.length));
    const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
    return `Too many attempts. Try again in ${wait}.`;
  }
  return "The server could not be asked. Check that RouteLedger is running, then try again.";
}
