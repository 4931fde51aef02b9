"use client";

import { type FormEvent, useState, useTransition } from "react";
import type { Refusal } from "./form-states";

const UNREACHABLE: Refusal = { status: "refused", message: "The server could not be asked. Check that RouteLedger is running, then try again." };

/**
 * Sends a form to a server action and keeps what was typed, whatever the answer.
 * @param then what follows a good answer; the form stays busy meanwhile
 */
export function useFormAction<Done extends { status: string }>(
  action: (form: FormData) => Promise<Done | Refusal>,
  then: (done: Done, form: FormData) => Promise<void> | void,
) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, startTransition] = useTransition();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setRefusal(null);
    startTransition(async () => {
      const result = await action(form).catch(rethrowRedirect);
      if (isRefusal(result)) return setRefusal(result);
      await then(result, form);
    });
  }

  const problemOf = (field: Refusal["field"]) => (refusal !== null && refusal.field === field ? refusal.message : undefined);
  return { submit, isBusy, problemOf };
}

function isRefusal(result: { status: string }): result is Refusal {
  return result.status === "refused";
}

/** Next leads elsewhere by an error of its own, which must pass. */
function rethrowRedirect(error: unknown): Refusal {
  if (error instanceof Error && "digest" in error) throw error;
  return UNREACHABLE;
}
