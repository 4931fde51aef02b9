import { type Change, changedFields, type FieldChange, type Value } from "@/lib/core/change";

const SIGNS = { created: "+", updated: "~", removed: "-", unchanged: "=" } as const;

/** What a file changes, a line a thing, and how much it leaves as it is. A credential is named and never shown. */
export function formatChanges(changes: readonly Change[]): string[] {
  const changed = changes.filter(({ kind }) => kind !== "unchanged");
  const count = (kind: Change["kind"]) => changes.filter((change) => change.kind === kind).length;
  return [
    ...changed.map(formatChange),
    `${count("created")} created, ${count("updated")} updated, ${count("unchanged")} unchanged`,
  ];
}

function formatChange({ kind, what, name, before, after }: Change): string {
  const head = `${SIGNS[kind]} ${what} ${name}`;
  if (what === "credential") return `${head}: ${before === null ? "set" : "changed"}`;
  const details = changedFields(before ?? {}, after ?? {}).map(formatFieldChange);
  return details.length === 0 ? head : `${head}: ${details.join(", ")}`;
}

/** `field from → to`, in the words of the configuration file. */
export function formatFieldChange({ field, before, after }: FieldChange): string {
  return before === null ? `${field} ${formatValue(after)}` : `${field} ${formatValue(before)} → ${formatValue(after)}`;
}

function formatValue(value: Value): string {
  if (value === null) return "none";
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}
