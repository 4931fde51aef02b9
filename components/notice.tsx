import { Callout } from "@tremor/react";
import type { ReactNode } from "react";
import { WarningIcon } from "./icons";

/** Something that a person must mend, above the figures that it concerns. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-4">
      <Callout
        title={title}
        icon={WarningIcon}
        className="border-warning-line bg-warning-faint py-2.5 text-warning [&_p]:text-table [&_p+p]:mt-0.5"
      >
        {children}
      </Callout>
    </section>
  );
}

/** A caveat on the figures below: quieter than a notice, for nothing is broken. */
export function Caveat({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="mb-4 rounded-card border border-dashed border-line-strong px-4 py-2 text-table text-muted">
      {children}
    </section>
  );
}
