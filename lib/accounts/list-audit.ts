import { z } from "zod";
import { OPERATOR, type Values } from "@/lib/core/change";
import type { Range } from "@/lib/core/period";
import { isUuidv7, uuidv7Floor } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import { type Member, requirePermission } from "./member";

const PAGE_SIZE = 50;

/** Which entries are asked for. What is left out excludes nothing. */
export type AuditFilters = {
  /** A user's id, or OPERATOR. */
  actor?: string | undefined;
  /** The kind of thing: `profile`, `member` … */
  what?: string | undefined;
  /** A part of the thing's name, in either case. */
  subject?: string | undefined;
  range: Range;
  /** The id of the last entry of the page before. */
  before?: string | undefined;
};

export type AuditEntry = {
  id: string;
  at: Date;
  /** A user's id, or OPERATOR. */
  actor: string;
  /** null for OPERATOR, and for a person who is known no more. */
  actorName: string | null;
  /** The kind of thing: `profile`, `member` … */
  what: string;
  /** What was done: `created`, `updated` … */
  kind: string;
  subject: string;
  before: Values | null;
  after: Values | null;
};

/** `next` is `before` of the next page; null on the last one. */
export type AuditPage = { entries: AuditEntry[]; next: string | null };

/** Postgres takes no NUL in a text. */
const text = z.string().max(200).regex(/^[^\0]*$/).optional().catch(undefined);
const addressSchema = z.object({
  actor: z.string().refine((id) => id === OPERATOR || isUuidv7(id)).optional().catch(undefined),
  what: text,
  subject: text,
  before: z.string().refine(isUuidv7).optional().catch(undefined),
});

/** Reads the filters from a page's address. Whatever cannot be read is left out. */
export function parseAuditFilters(params: Record<string, string | undefined>): Omit<AuditFilters, "range"> {
  const { actor, what, subject, before } = addressSchema.parse(params);
  return { actor, what: what === "" ? undefined : what, subject: subject?.trim() === "" ? undefined : subject?.trim(), before };
}

/** One page of what was changed in the member's team, newest first. @throws NotAllowedError */
export async function listAudit(db: Db, member: Member, filters: AuditFilters): Promise<AuditPage> {
  requirePermission(member, "read the audit log");
  const found = await db.$queryRaw<FoundEntry[]>`
    SELECT e.id::text AS id, e.at, e.actor, u.name AS "actorName", e.action, e.subject, e.before, e.after
    FROM audit_entries e
    LEFT JOIN users u ON u.id::text = e.actor
    WHERE ${whereEntries(member.teamId, filters)}
    ORDER BY e.id DESC
    LIMIT ${PAGE_SIZE + 1}`;
  const entries = found.slice(0, PAGE_SIZE).map(readEntry);
  return { entries, next: found.length > PAGE_SIZE ? (entries.at(-1)?.id ?? null) : null };
}

/** Whose changes, and of what kinds of things, the member's team has in its log at all. @throws NotAllowedError */
export async function listAuditChoices(db: Db, member: Member): Promise<{ actors: AuditActor[]; kinds: string[] }> {
  requirePermission(member, "read the audit log");
  const [actors, kinds] = await Promise.all([
    db.$queryRaw<AuditActor[]>`
      SELECT known.actor AS id, u.name, u.email
      FROM (SELECT DISTINCT actor FROM audit_entries WHERE team_id = ${member.teamId}::uuid) known
      LEFT JOIN users u ON u.id::text = known.actor
      ORDER BY u.name NULLS LAST, known.actor`,
    db.$queryRaw<{ what: string }[]>`
      SELECT DISTINCT split_part(action, '.', 1) AS what FROM audit_entries WHERE team_id = ${member.teamId}::uuid ORDER BY 1`,
  ]);
  return { actors, kinds: kinds.map(({ what }) => what) };
}

/** Name and e-mail are null for OPERATOR, and for a person who is known no more. */
export type AuditActor = { id: string; name: string | null; email: string | null };

type FoundEntry = Omit<AuditEntry, "what" | "kind" | "before" | "after"> & { action: string; before: unknown; after: unknown };

/** Ids begin with their time, and the key is the team and the id: no other index is needed. */
function whereEntries(teamId: string, { actor, what, subject, range, before }: AuditFilters): Prisma.Sql {
  const conditions = [
    Prisma.sql`e.team_id = ${teamId}::uuid`,
    Prisma.sql`e.id >= ${uuidv7Floor(range.from.getTime())}::uuid AND e.id < ${uuidv7Floor(range.to.getTime())}::uuid`,
  ];
  if (actor !== undefined) conditions.push(Prisma.sql`e.actor = ${actor}`);
  if (what !== undefined) conditions.push(Prisma.sql`split_part(e.action, '.', 1) = ${what}`);
  if (subject !== undefined) conditions.push(Prisma.sql`position(lower(${subject}) IN lower(e.subject)) > 0`);
  if (before !== undefined) conditions.push(Prisma.sql`e.id < ${before}::uuid`);
  return Prisma.join(conditions, " AND ");
}

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
/** A value that is not flat is shown as it is written. */
const valuesSchema = z.record(z.string(), valueSchema.or(z.unknown().transform((value) => JSON.stringify(value)))).nullable().catch(null);

function readEntry({ action, before, after, ...entry }: FoundEntry): AuditEntry {
  const [what = "", kind = ""] = action.split(".");
  return { ...entry, what, kind, before: valuesSchema.parse(before), after: valuesSchema.parse(after) };
}
