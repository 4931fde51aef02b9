import type { Outcome } from "@/lib/core/outcome";
import { NIL_ID } from "@/lib/core/profile";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { CallFilters } from "./call-filters";
import { isOfAttempts } from "./calls-where";
import { findKeptRange } from "./count-calls";
import type { Scope } from "./scope";
import { sumsIn } from "./sums";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";

/** Calls of a range that are alike in what is counted. */
export type FacetRow = {
  /** NIL_ID for `(ad hoc)`. */
  profileId: string;
  /** Of the profile; 0 for `(ad hoc)`. */
  version: number;
  /** 0 when no tier served. */
  tier: number;
  outcome: Outcome;
  keyId: string;
  calls: number;
  rescued: number;
  /** Of unknown cost. */
  unknown: number;
};

/** Calls by each value; null where the chosen filters leave nothing that the sums could tell. */
export type FacetCounts = {
  profile: ReadonlyMap<string, number>;
  /** Of the chosen profile; of all of them where none is. */
  version: ReadonlyMap<string, number>;
  outcome: ReadonlyMap<string, number>;
  tier: ReadonlyMap<string, number>;
  key: ReadonlyMap<string, number>;
  rescued: number | null;
  unknown: number | null;
};

const DIMENSIONS = {
  profile: (row: FacetRow) => row.profileId,
  version: (row: FacetRow) => String(row.version),
  outcome: (row: FacetRow) => row.outcome,
  tier: (row: FacetRow) => String(row.tier),
  key: (row: FacetRow) => row.keyId,
};
type Dimension = keyof typeof DIMENSIONS;

/** The rows of a team and range, whatever its profile: whole UTC days from the sums by day. */
export async function listFacetRows(db: Db, scope: Scope): Promise<FacetRow[]> {
  const kept = await findKeptRange(db, scope);
  if (!kept) return [];
  const of = { teamId: scope.teamId, versionIds: null, stretches: listDaysAndQuarters(kept, []), condition: Prisma.sql`TRUE` };
  const rows = await db.$queryRaw<(Omit<FacetRow, "calls" | "rescued" | "unknown"> & Record<"calls" | "rescued" | "unknown", string>)[]>`
    SELECT coalesce(v.profile_id, ${NIL_ID}::uuid)::text AS "profileId", coalesce(v.version, 0) AS version, r.served_tier AS tier, r.outcome,
      r.api_key_id::text AS "keyId", sum(r.calls)::text AS calls, sum(r.rescued)::text AS rescued, sum(r.calls - r.known)::text AS unknown
    FROM ${rollupsIn({ ...of, table: "call_rollups" })}
    LEFT JOIN profile_versions v ON v.team_id = r.team_id AND v.id = r.profile_version_id
    GROUP BY 1, 2, 3, 4, 5`;
  return rows.map((row) => ({ ...row, calls: Number(row.calls), rescued: Number(row.rescued), unknown: Number(row.unknown) }));
}

/**
 * How many calls each choice would leave beside the filters that are chosen already, its own one aside; null where only
 * the calls themselves could tell.
 * @param profileId null for the whole team
 */
export function countFacets(rows: readonly FacetRow[], filters: CallFilters, profileId: string | null): FacetCounts | null {
  const { outcome, unserved, uncompared, tier, servedBy, key, rescued, unknown, tag, costFrom, costTo } = filters;
  if (isOfAttempts(filters) || [unserved, uncompared, servedBy, tag, costFrom, costTo].some((value) => value !== undefined)) return null;
  if (rescued !== undefined && unknown !== undefined) return null;
  const chosen = {
    profile: profileId ?? undefined,
    version: profileId === null || filters.version === undefined ? undefined : String(filters.version),
    outcome,
    tier: tier === undefined ? undefined : String(tier),
    key,
  };
  // Another profile is chosen without the version of this one.
  const isFree = (name: Dimension, own: Dimension | null) => name === own || (own === "profile" && name === "version");
  const matching = (own: Dimension | null) =>
    rows.filter((row) => dimensions().every((name) => isFree(name, own) || chosen[name] === undefined || DIMENSIONS[name](row) === chosen[name]));
  const countOf = rescued !== undefined ? rescuedOf : unknown !== undefined ? unknownOf : callsOf;
  const countBy = (name: Dimension) => {
    const counts = new Map<string, number>();
    for (const row of matching(name)) counts.set(DIMENSIONS[name](row), (counts.get(DIMENSIONS[name](row)) ?? 0) + countOf(row));
    return counts;
  };
  const sum = (count: (row: FacetRow) => number) => matching(null).reduce((all, row) => all + count(row), 0);
  return {
    profile: countBy("profile"),
    version: countBy("version"),
    outcome: countBy("outcome"),
    tier: countBy("tier"),
    key: countBy("key"),
    rescued: unknown === undefined ? sum(rescuedOf) : null,
    unknown: rescued === undefined ? sum(unknownOf) : null,
  };
}

const callsOf = (row: FacetRow) => row.calls;
const rescuedOf = (row: FacetRow) => row.rescued;
const unknownOf = (row: FacetRow) => row.unknown;

function dimensions(): Dimension[] {
  return Object.keys(DIMENSIONS) as Dimension[];
}

export type TagValue = { tag: string; value: string; calls: number };

/** The tags that most calls of a scope have, with their values; `(other)` stands for those that are not counted by name. */
export async function listTagValues(db: Db, scope: Scope, limit: number): Promise<TagValue[]> {
  const kept = await findKeptRange(db, scope);
  if (!kept) return [];
  const rows = await db.$queryRaw<(Omit<TagValue, "calls"> & { calls: string })[]>`
    SELECT r.tag, r.value, sum(r.calls)::text AS calls
    FROM ${sumsIn("tag_rollups", scope.teamId, listDaysAndQuarters(kept, []), scope.versionIds)}
    GROUP BY 1, 2
    ORDER BY sum(r.calls) DESC, 1, 2
    LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, calls: Number(row.calls) }));
}
