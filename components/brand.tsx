/** The mark: a route that falls from its first line to the second, and is booked on the third. */
export function Brand() {
  return (
    <span className="flex items-center gap-2 text-section font-semibold tracking-tight text-ink">
      <svg viewBox="0 0 24 24" className="size-6 shrink-0" aria-hidden="true">
        <rect width="24" height="24" rx="6" className="fill-brand" />
        <g fill="none" stroke="var(--brand-contrast)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
          <path d="M5.5 7.5h4c3 0 2 5 5 5h4" />
          <path d="M14 7.5h4.5" opacity=".45" />
          <path d="M5.5 17h13" />
        </g>
      </svg>
      RouteLedger
    </span>
  );
}
