"use client";

import { catchError, type ErrorInfo } from "next/error";
import { useTransition } from "react";
import { Panel } from "./panel";

/** In place of a panel whose figures could not be read: the others stay, and this one alone is tried again. */
function FailedPanel({ title, className }: { title: string; className: string }, { error, retry }: ErrorInfo) {
  return <Failed title={title} className={className} error={error} retry={retry} />;
}

type FailedProps = { title: string; className: string; error: unknown; retry: () => void };

function Failed({ title, className, error, retry }: FailedProps) {
  const [isPending, startTransition] = useTransition();
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <Panel title={title} className={className}>
      <div role="alert" className="text-table text-muted">
        <p>
          This could not be read, or took longer than 15 s. Calls are served and recorded all the same: a shorter range
          is read faster.
        </p>
        {digest === null ? null : <p className="mt-1 text-subtle">In the server&apos;s log: <code className="font-mono text-caption">{digest}</code></p>}
        <button
          type="button"
          onClick={() => { startTransition(retry); }}
          className="mt-3 h-8 rounded border border-line-strong px-3 font-medium text-ink hover:bg-hover"
        >
          {isPending ? "Trying…" : "Try again"}
        </button>
      </div>
    </Panel>
  );
}

export const PanelBoundary = catchError(FailedPanel);
