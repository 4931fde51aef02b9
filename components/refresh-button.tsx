"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { RefreshIcon } from "./icons";

/** Reads the page again, keeping what is on screen until the new figures are there. */
export function RefreshButton() {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  return (
    <button
      type="button"
      aria-label="Refresh"
      aria-busy={isPending}
      onClick={() => startTransition(() => router.refresh())}
      className="inline-flex size-8 items-center justify-center rounded border border-line-strong bg-surface text-muted hover:bg-hover hover:text-ink"
    >
      <RefreshIcon className={isPending ? "size-4 animate-spin" : "size-4"} />
    </button>
  );
}
