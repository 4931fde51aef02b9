import { Card } from "@tremor/react";
import type { ReactNode } from "react";

type PanelProps = {
  /** Names the region. */
  title: string;
  /** The question that it answers, or its grain. */
  subtitle?: string;
  /** Beside the title. */
  explain?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A card with a heading: a landmark that a reader can jump to by its name. */
export function Panel({ title, subtitle, explain, aside, className = "", children }: PanelProps) {
  return (
    <section aria-label={title} className={`flex min-w-0 ${className}`}>
      <Card className="flex min-w-0 flex-col p-4">
        <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <div className="min-w-0">
            <div className="flex items-center gap-1">
              <h2 className="text-body font-semibold text-ink">{title}</h2>
              {explain}
            </div>
            {subtitle === undefined ? null : <p className="text-caption text-subtle">{subtitle}</p>}
          </div>
          {aside}
        </div>
        {children}
      </Card>
    </section>
  );
}
