/** A grey block of the size of what is on its way. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden="true" className={`animate-pulse rounded-card bg-line ${className}`} />;
}

/** Said once to a screen reader while the blocks stand for the page. */
export function LoadingNote({ what }: { what: string }) {
  return <p role="status" className="sr-only">Loading {what}…</p>;
}
