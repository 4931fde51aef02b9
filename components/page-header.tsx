import type { ReactNode } from "react";

/** A page's name, what its figures are about, and its controls. */
export function PageHeader({ title, scope, children }: { title: string; scope?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-page font-semibold tracking-tight text-ink">{title}</h1>
        {scope === undefined ? null : <p className="text-table text-subtle">{scope}</p>}
      </div>
      {children}
    </div>
  );
}
