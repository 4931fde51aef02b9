import { ColumnFacts } from "../chart/column-facts";
import type { Moment } from "./prepare-history";

/** What every host asked from a time on, on the side of it that has room. */
export function MomentBox({ moment }: { moment: Moment }) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute top-2 z-10 max-h-48 overflow-hidden rounded border border-line bg-surface px-3 py-2 text-table whitespace-nowrap shadow-tremor-dropdown"
      style={moment.x > 50 ? { right: `${101 - moment.x}%` } : { left: `${moment.x + 1}%` }}
    >
      <ColumnFacts column={{ label: moment.label, facts: moment.facts, partial: null }} />
    </div>
  );
}
