import type { Values } from "@/lib/core/change";

export type AuditWords = { what: string; kind: string; subject: string; before: Values | null; after: Values | null };

/** What was done, as a sentence about a person goes on: "changed the profile premium-cascade". */
export function describeAudit(entry: AuditWords): string {
  return SENTENCES[entry.what]?.(entry) ?? `${VERBS[entry.kind] ?? entry.kind} the ${entry.what} ${entry.subject}`;
}

const VERBS: Readonly<Record<string, string>> = { created: "added", updated: "changed", removed: "removed" };

/** For the kinds of things of which there is more to say than the verb; null where there is not. */
const SENTENCES: Readonly<Record<string, (entry: AuditWords) => string | null>> = {
  "api key": ({ kind, subject, after }) => {
    if (kind === "created") return `made the API key ${nameOf(after) ?? subject}`;
    return after?.["revokedAt"] ? `revoked the API key ${subject}` : `${VERBS[kind] ?? kind} the API key ${subject}`;
  },
  account: ({ subject }) => `changed the name of ${subject}`,
  credential: ({ kind, subject }) => (kind === "removed" ? `removed the credential of ${subject}` : `${kind === "created" ? "set" : "replaced"} the credential of ${subject}`),
  invitation: ({ kind, subject, after }) => {
    if (kind === "created") return `invited ${subject}${as(after)}`;
    if (after?.["state"] === "revoked") return `revoked the invitation of ${subject}`;
    return after?.["state"] === "accepted" ? `accepted the invitation of ${subject}` : null;
  },
  member: ({ kind, subject, before, after }) => {
    if (kind === "created") return after?.["invited by"] === undefined ? `added ${subject} to the team${as(after)}` : `joined the team${as(after)}`;
    if (kind === "removed") return `ended the membership of ${subject}`;
    return `changed the role of ${subject} from ${before?.["role"]} to ${after?.["role"]}`;
  },
  password: ({ kind, subject }) => (kind === "updated" ? `changed the password of ${subject}` : null),
  price: ({ kind, subject }) => (kind === "created" ? `set the price of ${subject}` : `changed the price of ${subject}`),
  profile: ({ kind, subject, before, after }) => {
    const [from, to] = [before?.["version"], after?.["version"]];
    if (kind === "created") return `published the profile ${subject}`;
    if (typeof from !== "number" || typeof to !== "number" || from === to) return null;
    return to < from ? `rolled the profile ${subject} back to version ${to}` : `published version ${to} of the profile ${subject}`;
  },
  session: ({ subject, before, after }) => {
    const ended = Number(before?.["openSessions"]) - Number(after?.["openSessions"]);
    if (Number.isNaN(ended)) return null;
    return ended === 1 ? `ended a session of ${subject}` : `ended ${ended} sessions of ${subject}`;
  },
  team: ({ kind, subject }) => (kind === "created" ? `created the team ${subject}` : null),
};

function nameOf(values: Values | null): string | null {
  const name = values?.["name"];
  return typeof name === "string" ? `“${name}”` : null;
}

function as(values: Values | null): string {
  const role = values?.["role"];
  return typeof role === "string" ? ` as ${role}` : "";
}
