"use client";

import { useEffect, useState } from "react";
import { CheckIcon, CopyIcon } from "./icons";

/** Copies a text and says so, in sight and to a screen reader. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2_500);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      // Clipboards need HTTPS or localhost; the text stays selectable.
      setState("failed");
    }
  }

  return (
    <button
      type="button"
      onClick={() => void copy()}
      className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded border border-line-strong bg-surface px-2.5 text-table font-medium text-ink hover:bg-hover"
    >
      {state === "copied" ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{MESSAGES[state] ?? label}</span>
    </button>
  );
}

const MESSAGES: Record<string, string | undefined> = { copied: "Copied", failed: "Select and copy" };
