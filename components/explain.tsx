import type { ReactNode } from "react";
import { InfoIcon } from "./icons";

type ExplainProps = {
  /** Unique on the page. */
  id: string;
  /** What is explained, as its label says it. */
  title: string;
  children: ReactNode;
};

/** A button beside a figure that opens its definition and formula. The browser's own popover: no script. */
export function Explain({ id, title, children }: ExplainProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`Explain ${title}`}
        className="-m-1 inline-flex size-6 items-center justify-center rounded text-subtle hover:text-ink"
      >
        <InfoIcon className="size-3.5" />
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={`${title}, explained`}
        className="explain-layer w-[min(26rem,calc(100vw-32px))] rounded-card border border-line bg-surface p-4 text-left text-table font-normal text-muted shadow-tremor-dropdown"
      >
        <p className="mb-2 text-body font-semibold text-ink">{title}</p>
        <div className="grid gap-2">{children}</div>
      </div>
    </>
  );
}

/** A line of the calculation. `strong` is for its result. */
export type FormulaRow = { term: string; value: string; strong?: boolean };

/** The calculation with the figures of this very page: terms left, amounts right, the result below a rule. */
export function Formula({ rows }: { rows: readonly FormulaRow[] }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-1 rounded bg-sunken px-3 py-2">
      {rows.map(({ term, value, strong }) => (
        <div key={term} className={`contents ${strong ? "font-semibold text-ink" : ""}`}>
          <dt className={`pr-4 ${strong ? "border-t border-line-strong pt-1" : ""}`}>{term}</dt>
          <dd className={`text-right ${strong ? "border-t border-line-strong pt-1" : ""}`}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
