const STEPS = ["running", "provisional", "reconciled", "closed"] as const;
const NAMES = { running: "Running", provisional: "Provisional", reconciled: "Reconciled", closed: "Closed" } as const;

/** Where a month is on its way to being closed. @param version of what is shown, where it is closed */
export function StateStepper({ state, version }: { state: (typeof STEPS)[number]; version: number | null }) {
  const at = STEPS.indexOf(state);
  return (
    <ol aria-label="State of the month" className="flex flex-wrap items-center gap-x-2 gap-y-1 text-table">
      {STEPS.map((step, index) => (
        <li key={step} aria-current={index === at ? "step" : undefined} className="flex items-center gap-2">
          {index === 0 ? null : <span aria-hidden="true" className="text-subtle">›</span>}
          <span className={index === at ? "rounded-full bg-brand px-2.5 py-0.5 font-medium text-brand-contrast" : "px-1 text-subtle"}>
            {NAMES[step]}{step === "closed" && version !== null ? ` v${version}` : ""}
          </span>
        </li>
      ))}
    </ol>
  );
}
