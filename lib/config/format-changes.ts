import type { Change, Values } from "@/lib/core/change";

const SIGNS = { created: "+", updated: "~", unchanged: "=" } as const;

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
  const details = formatDifference(before ?? {}, after ?? {});
  return details.length === 0 ? head : `${head}: ${details.join(", ")}`;
}

function formatDifference(before: Values, after: Values): string[] {
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return fields.flatMap((field) => {
    const [from, to] = [formatValue(before[field]), formatValue(after[field])];
    if (from === to) return [];
    return [from === "none" ? `${field} ${to}` : `${field} ${from} → ${to}`];
  });
}

function formatValue(value: Values[string] | undefined): string {
  if (value === undefined || value === null) return "none";
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}
