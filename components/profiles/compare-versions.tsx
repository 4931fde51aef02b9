import type { FieldChange } from "@/lib/core/change";
import { ChangeList } from "./change-list";

type CompareVersionsProps = {
  versions: readonly number[];
  base: number;
  other: number;
  /** null when one of the two cannot be read. */
  changes: readonly FieldChange[] | null;
};

const SELECT = "h-8 rounded border border-line-strong px-2 text-table text-ink";

/** What any two versions say differently: a plain form, so that its address can be sent to a colleague. */
export function CompareVersions({ versions, base, other, changes }: CompareVersionsProps) {
  const options = versions.map((version) => <option key={version} value={version}>Version {version}</option>);
  return (
    <div className="grid gap-3">
      <form className="flex flex-wrap items-center gap-2 text-table text-muted">
        <label className="flex items-center gap-2">From <select key={base} name="base" defaultValue={base} className={SELECT}>{options}</select></label>
        <label className="flex items-center gap-2">to <select key={other} name="other" defaultValue={other} className={SELECT}>{options}</select></label>
        <button type="submit" className="h-8 rounded border border-line-strong px-3 font-medium text-ink hover:bg-hover">Compare</button>
      </form>
      {changes === null ? (
        <p className="text-table text-danger">One of the two cannot be read, so they cannot be compared.</p>
      ) : changes.length === 0 ? (
        <p className="text-table text-muted">{base === other ? "Choose two versions." : "Both say the same."}</p>
      ) : (
        <ChangeList label={`From version ${base} to version ${other}`} changes={changes} />
      )}
    </div>
  );
}
