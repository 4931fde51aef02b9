import type { ReactNode } from "react";

type NoResultProps = { /** Why there is none. */ why: string; /** What may be done, such as a button. */ children?: ReactNode };

/** In place of figures: cancelled, impossible, or nothing to compute. */
export function NoResult({ why, children }: NoResultProps) {
  return (
    <section aria-label="No result" className="flex flex-wrap items-center justify-between gap-3 rounded-card border border-dashed border-line-strong px-4 py-6 text-body text-muted">
      <p role="status">{why}</p>
      {children}
    </section>
  );
}
