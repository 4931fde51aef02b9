import { TableCell } from "@tremor/react";
import type { ReactNode } from "react";
import type { MoveCell } from "./prepare-cells";

type PriceCellProps = { /** Its column's, which a narrow screen says beside it. */ label: string; title?: string | undefined; /** Smaller, below the figure. */ notes?: readonly ReactNode[]; className?: string; children: ReactNode };

/** A figure of the board: in its column, or on a narrow screen below its label. */
export function PriceCell({ label, title, notes = [], className = "", children }: PriceCellProps) {
  return (
    <TableCell title={title} className={`px-2 py-2 text-right align-top whitespace-normal last:pr-4 max-sm:p-0 max-sm:text-left ${className}`}>
      {label === "" ? null : <span className="block text-caption text-muted sm:hidden">{label}</span>}
      <span className="sm:whitespace-nowrap">{children}</span>
      {notes.map((note, index) => <span key={index} className="block text-caption text-subtle">{note}</span>)}
    </TableCell>
  );
}

const TONES: Record<MoveCell["tone"], string> = { saving: "text-saving", premium: "text-premium", plain: "text-subtle" };

/** What moving would change per million tokens, and below it a month. */
export function MoveText({ cell, month }: { cell: MoveCell; month: MoveCell }) {
  return (
    <>
      <span className={TONES[cell.tone]}>{cell.text}</span>
      {month.tone === "plain" ? null : <span className={`block text-caption ${TONES[month.tone]}`}>{month.text} a month</span>}
    </>
  );
}
