"use client";

import { useTransition } from "react";

/** What failed, the id under which the server's log has it, and another try. */
export function Problem({ error, retry }: { error: unknown; retry: () => void }) {
  const [isPending, startTransition] = useTransition();
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <section aria-label="Something failed" role="alert" className="mx-auto mt-16 max-w-md text-center">
      <h1 className="text-page font-semibold text-ink">This page could not be read</h1>
      <p className="mt-2 text-body text-muted">
        Something failed while its figures were being read. Calls are served and recorded all the same; only the view
        of them is missing.
      </p>
      {digest === null ? null : (
        <p className="mt-2 text-table text-subtle">In the server&apos;s log: <code className="font-mono text-caption">{digest}</code></p>
      )}
      <button
        type="button"
        onClick={() => startTransition(retry)}
        className="mt-5 h-9 rounded bg-brand px-4 text-body font-medium text-brand-contrast hover:bg-brand-strong"
      >
        {isPending ? "Trying…" : "Try again"}
      </button>
    </section>
  );
}
