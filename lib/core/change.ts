/** The actor of changes that come from the command line. */
export const OPERATOR = "operator";

/** Who changes what belongs to a team: a user's id, or OPERATOR. */
export type Writer = { readonly teamId: string; readonly actor: string };

/** What can be told about a thing, flat and without secrets, so that two states can be shown beside each other. */
export type Values = Readonly<Record<string, Value>>;
export type Value = string | number | boolean | null | readonly string[];

/** A field of which two states say different things; null where one says nothing. */
export type FieldChange = { field: string; before: Value; after: Value };

/** What one write did. `unchanged` writes nothing. */
export type Change = {
  kind: "created" | "updated" | "removed" | "unchanged";
  /** `provider`, `credential`, `endpoint`, `alias`, `price`, `profile`, `api key` … */
  what: string;
  /** The thing's own name, such as a slug or `provider/model`. */
  name: string;
  /** null when there was nothing before. */
  before: Values | null;
  /** null when there is nothing any more. */
  after: Values | null;
};

/** The difference between two states of a thing, null for one that did not exist. */
export function changeOf(what: string, name: string, before: Values | null, after: Values): Change {
  if (before === null) return { kind: "created", what, name, before, after };
  const isSame = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
  return { kind: isSame ? "unchanged" : "updated", what, name, before, after };
}

/** The end of a thing. */
export function removalOf(what: string, name: string, before: Values): Change {
  return { kind: "removed", what, name, before, after: null };
}

/** The fields that differ, those of the later state first. */
export function changedFields(before: Values, after: Values): FieldChange[] {
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return fields
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function sorted(values: Values): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The row of the audit log for a change. @param id a UUIDv7 */
export function auditRow(id: string, { teamId, actor }: Writer, { kind, what, name, before, after }: Change) {
  return {
    id,
    teamId,
    actor,
    action: `${what}.${kind}`,
    subject: name,
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
  };
}
