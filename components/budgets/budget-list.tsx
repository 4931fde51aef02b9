import Link from "next/link";
import type { ReactNode } from "react";
import { BudgetBar } from "./budget-bar";
import type { BudgetRow } from "./prepare-budgets";

type BudgetListProps = {
  rows: readonly BudgetRow[];
  callsHref: (id: string) => string;
  /** Of who may change budgets. */
  actionsOf: (id: string) => ReactNode;
};

const TONES: Readonly<Record<BudgetRow["tone"], string>> = { plain: "text-muted", warning: "text-warning", danger: "text-danger" };

export function BudgetList({ rows, callsHref, actionsOf }: BudgetListProps) {
  return (
    <ul className="-mx-4 -mb-4 divide-y divide-line border-t border-line">
      {rows.map((row) => (
        <li key={row.id} aria-label={row.name} className="grid gap-x-6 gap-y-2 px-4 py-4 lg:grid-cols-[minmax(0,16rem)_minmax(0,1fr)_auto]">
          <div className="min-w-0">
            <Link href={callsHref(row.id)} data-row prefetch={false} title="Its calls" className="text-body font-semibold break-words text-ink underline-offset-2 hover:underline">{row.name}</Link>
            <p className="text-table break-words text-muted">{row.about}</p>
          </div>
          <div className="min-w-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <p className="text-table text-muted">
                <span title={row.spent.exact} className="text-body font-semibold text-ink">{row.spent.text}</span> of <span title={row.amount.exact}>{row.amount.text}</span>
              </p>
              <p className={`text-table font-medium ${TONES[row.tone]}`}>{row.state}</p>
            </div>
            <BudgetBar bar={row.bar} tone={row.tone} summary={row.summary} />
            <p className="mt-1 text-caption text-subtle">{row.forecast} {row.does}</p>
          </div>
          <div className="flex items-start gap-2">{actionsOf(row.id)}</div>
        </li>
      ))}
    </ul>
  );
}
