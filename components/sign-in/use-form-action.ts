"use client";

import { type FormEvent, useState, useTransition } from "react";
import { type Refusal, refuse } from "./form-states";

const UNREACHABLE = refuse({ form: "The server could not be asked. Check that RouteLedger is running, then try again." });

/**
 * Sends a form to a server action and keeps what was typed, whatever the answer.
 * @param then what follows a good answer; the form stays busy meanwhile
 * @returns `form` for the form itself: React keeps what is sent before the page's script is there for `action`, where
 * the browser would put it into the address, and empties a form that it sends itself, which `onSubmit` prevents
 */
export function useFormAction<Done extends { status: string }>(
  action: (form: FormData) => Promise<Done | Refusal>,
  then: (done: Done, form: FormData) => Promise<void> | void,
) {
  const [state, setState] = useState<Refusal | { status: "idle" }>({ status: "idle" });
  const [isBusy, startTransition] = useTransition();

  function send(form: FormData) {
    setState({ status: "idle" });
    startTransition(async () => {
      const result = await action(form).catch(rethrowRedirect);
      if (isRefusal(result)) return setState(result);
      await then(result, form);
    });
  }

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    send(new FormData(event.currentTarget));
  };
  return { form: { action: send, onSubmit }, isBusy, state };
}

function isRefusal(result: { status: string }): result is Refusal {
  return result.status === "refused";
}

/** Next leads elsewhere by an error of its own, which must pass. */
function rethrowRedirect(error: unknown): Refusal {
  if (error instanceof Error && "digest" in error) throw error;
  return UNREACHABLE;
}
