import type { ReactNode } from "react";

/** One of the groups of inputs, open or folded. */
export function Group({ title, hint, isOpen = false, children }: { title: string; hint?: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="border-t border-line first:border-t-0">
      <summary className="flex min-h-9 items-center justify-between gap-2 py-1.5">
        <h3 className="text-body font-semibold text-ink">{title}</h3>
        {hint === undefined ? null : <span className="min-w-0 truncate text-caption text-subtle">{hint}</span>}
      </summary>
      <div className="grid gap-3 pb-4">{children}</div>
    </details>
  );
}

/** What one endpoint or domain says, below its group. */
export function Part({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="min-w-0 rounded border border-line px-2.5">
      <summary className="py-1.5 text-table font-medium break-all text-ink">{title}</summary>
      <div className="grid gap-3 pb-3">{children}</div>
    </details>
  );
}
