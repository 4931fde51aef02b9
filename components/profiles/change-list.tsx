import type { FieldChange } from "@/lib/core/change";
import { describeChanges } from "./describe-changes";

/** What two versions say differently, line by line. */
export function ChangeList({ changes, label }: { changes: readonly FieldChange[]; label: string }) {
  return (
    <dl aria-label={label} className="grid gap-2">
      {describeChanges(changes).map(({ what, before, after }) => (
        <div key={what} className="rounded border border-line px-3 py-2 text-table">
          <dt className="font-medium break-words text-ink">{what}</dt>
          <dd className="mt-0.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
            <span className="text-subtle">from</span><del className="break-words whitespace-pre-line text-muted">{before}</del>
            <span className="text-subtle">to</span><ins className="break-words whitespace-pre-line text-ink no-underline">{after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
