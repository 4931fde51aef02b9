import type { ReactNode } from "react";
import { Skeleton } from "../../skeleton";

/** While figures are computed: blocks of the size that they will have. */
export function ResultWaiting() {
  return (
    <div className="grid grid-cols-1 gap-4">
      <p role="status" className="sr-only">Computing the result…</p>
      <Skeleton className="h-36 lg:h-28" />
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <Skeleton className="h-96" />
        <Skeleton className="h-96" />
      </div>
      <Skeleton className="h-110" />
      <Skeleton className="h-72" />
    </div>
  );
}

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
