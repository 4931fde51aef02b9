import type { ReactNode } from "react";

type FigureProps = {
  label: string;
  value: string;
  /** The exact amount, for who hovers or copies. */
  exact?: string | undefined;
  tone?: "plain" | "saving" | "premium";
  size?: "large" | "small";
  /** Beside the label: the explanation. */
  explain?: ReactNode;
  /** Below the value. */
  children?: ReactNode;
};

const TONES = { plain: "text-ink", saving: "text-saving", premium: "text-premium" };

/** One labelled number. A group named by its label, so that a reader and a test find the number by its name. */
export function Figure({ label, value, exact, tone = "plain", size = "small", explain, children }: FigureProps) {
  const valueSize = size === "large" ? "text-number font-semibold tracking-tight" : "text-section leading-9 font-semibold";
  return (
    <div role="group" aria-label={label} className="min-w-0">
      <div className="flex items-center gap-1 text-table text-muted">
        <span>{label}</span>
        {explain}
      </div>
      <p className={`${valueSize} ${TONES[tone]}`} title={exact}>
        {value}
      </p>
      {children === undefined ? null : <div className="text-caption text-subtle">{children}</div>}
    </div>
  );
}
