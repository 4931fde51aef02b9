import { floorQuarter, type Range } from "@/lib/core/period";
import { uuidv7TimeMs } from "@/lib/core/uuidv7";
import type { Db } from "@/lib/db";
import { Prisma } from "@/prisma/generated/client";
import type { CallFilters } from "./call-filters";
import { isOfAttempts } from "./calls-where";
import type { Scope } from "./scope";
import { listStretches } from "./stretches";
import { sumsIn } from "./sums";
import { listDaysAndQuarters, rollupsIn } from "./day-rollups";

/** Where the calls themselves must be counted, since no rollup can tell: further would read the whole range for a number that nobody compares. */
export const COUNT_LIMIT = 10_000;

/** Counts the calls themselves, to one more than COUNT_LIMIT. */
export async function scanCount(db: Db, where: Prisma.Sql): Promise<number> {
  const [counted] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM (SELECT 1 FROM calls c WHERE ${where} LIMIT ${COUNT_LIMIT + 1}) matching`;
  return Number(counted?.count ?? 0n);
}

/** How many calls match, and where they all are. */
export type Counted = { count: number; range: Range };

/**
 * Counts a scope's calls by the rollups, which cost the same however many there are. Null where only the calls
 * themselves can tell: the filters are about single attempts, tags or amounts, or about two sums at once.
 */
export async function countCalls(db: Db, scope: Scope, filters: CallFilters): Promise<Counted | null> {
  const { rescued, unknown, uncompared, tag, costFrom, costTo } = filters;
  if (isOfAttempts(filters) || tag !== undefined || costFrom !== undefined || costTo !== undefined) return null;
  if ([rescued, unknown, uncompared].filter((flag) => flag !== undefined).length > 1) return null;
  const kept = await findKeptRange(db, scope);
  if (!kept) return { count: 0, range: scope.range };
  const [row] = await db.$queryRaw<{ count: bigint | null; first: Date | null; last: Date | null }[]>`
    SELECT sum(matching.calls)::bigint AS count, min(matching.start) AS first, max(matching.stop) AS last
    FROM (${matchingIn({ ...scope, range: kept }, filters)}) matching (start, stop, calls)
    WHERE matching.calls > 0`;
  const { count, first, last } = row ?? {};
  if (!count || !first || !last) return { count: 0, range: kept };
  return { count: Number(count), range: { from: first < kept.from ? kept.from : first, to: last > kept.to ? kept.to : last } };
}

/** Rollups outlive the calls, which go a month at a time: what lies before the first one that is left is not counted. */
export async function findKeptRange(db: Db, { teamId, range }: Scope): Promise<Range | null> {
  const first = await db.call.findFirst({ where: { teamId }, orderBy: { id: "asc" }, select: { id: true } });
  if (!first) return null;
  const from = floorQuarter(new Date(uuidv7TimeMs(first.id)));
  return from >= range.to ? null : { from: from > range.from ? from : range.from, to: range.to };
}

/** Rows of when a sum begins and ends, and how many of its calls match. */
function matchingIn({ teamId, range, versionIds }: Scope, filters: CallFilters): Prisma.Sql {
  const { outcome, unserved, uncompared, tier, servedBy, key, unknown } = filters;
  const conditions = [Prisma.sql`TRUE`];
  if (outcome !== undefined) conditions.push(Prisma.sql`r.outcome = ${outcome}`);
  if (unserved !== undefined) conditions.push(Prisma.sql`r.outcome <> 'served'`);
  if (uncompared !== undefined) conditions.push(Prisma.sql`r.outcome = 'served'`);
  if (tier !== undefined) conditions.push(Prisma.sql`r.served_tier = ${tier}`);
  if (servedBy !== undefined) conditions.push(Prisma.sql`r.served_endpoint = ${servedBy}`);
  if (key !== undefined) conditions.push(Prisma.sql`r.api_key_id = ${key}::uuid`);
  const isOfOutcomes = [tier, servedBy, key, unknown].every((value) => value === undefined);
  const rows = isOfOutcomes
    ? sumsIn("outcome_sums", teamId, listStretches(range, []), versionIds)
    : rollupsIn({ table: "call_rollups", teamId, stretches: listDaysAndQuarters(range, []), versionIds, condition: Prisma.sql`TRUE` });
  return Prisma.sql`
    SELECT r.bucket, r.bucket + CASE r.unit WHEN 'quarter' THEN interval '15 minutes' WHEN 'hour' THEN interval '1 hour' ELSE interval '24 hours' END,
      ${matchingPart(filters)}
    FROM ${rows} WHERE ${Prisma.join(conditions, " AND ")}`;
}

/** Which calls of a row of sums match. */
function matchingPart({ rescued, unknown, uncompared }: CallFilters): Prisma.Sql {
  if (rescued !== undefined) return Prisma.sql`r.rescued`;
  if (unknown !== undefined) return Prisma.sql`r.calls - r.known`;
  if (uncompared !== undefined) return Prisma.sql`r.calls - r.comparable`;
  return Prisma.sql`r.calls`;
}
