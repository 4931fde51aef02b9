import type { ReactNode } from "react";
import { plural } from "../counts";

export type FeedRow = {
  id: string; name: string; url: string;
  /** "Every 24 hours" */
  schedule: string;
  /** "22 Nov 2026, 12:07", or "never". */
  read: string;
  isOld: boolean;
  /** Why the last attempt failed, and when it was; null when it did not. */
  problem: string | null;
  /** What the last reading had, in words; null before the first. */
  found: string | null;
  changes: readonly { endpoint: string; before: string | null; after: string }[];
};

/** Each feed with its age, what was wrong with it, and what its last reading changed. @param children its buttons */
export function FeedList({ rows, buttonsOf }: { rows: readonly FeedRow[]; buttonsOf: (row: FeedRow) => ReactNode }) {
  return (
    <ul aria-label="Feeds" className="grid gap-3">
      {rows.map((row) => (
        <li key={row.id} className="grid min-w-0 gap-2 rounded border border-line p-3">
          <div className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0">
              <h3 className="text-body font-semibold text-ink">{row.name}</h3>
              <p className="text-caption break-all text-subtle">{row.url}</p>
            </div>
            <div className="flex flex-wrap items-start gap-2">{buttonsOf(row)}</div>
          </div>
          <p className={`text-table ${row.isOld ? "text-warning" : "text-muted"}`}>{row.schedule}. Last read whole: {row.read}{row.isOld ? ": its prices are old" : ""}.</p>
          {row.problem === null ? null : <p className="text-table text-warning">{row.problem}</p>}
          {row.found === null ? null : <p className="text-table text-muted">{row.found}</p>}
          {row.changes.length === 0 ? null : (
            <details className="text-table">
              <summary className="cursor-pointer text-ink">{plural(row.changes.length, "price")} changed by the last reading</summary>
              <ul className="mt-2 grid gap-1 text-muted">
                {row.changes.map(({ endpoint, before, after }) => (
                  <li key={endpoint} className="break-words"><span className="font-medium text-ink">{endpoint}</span>: {before ?? "unknown"} → {after}</li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
