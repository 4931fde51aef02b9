import type { Db } from "@/lib/db";
import type { Prisma } from "@/prisma/generated/client";
import { type CallListRow, findCallRows } from "./call-rows";
import type { CallFilters, ListPlace } from "./call-filters";
import { whereCalls } from "./calls-where";
import { countCalls, COUNT_LIMIT, scanCount } from "./count-calls";
import type { Scope } from "./scope";

const PAGE_SIZE = 50;

export type CallPage = {
  rows: CallListRow[];
  /** Matching calls; no more than COUNT_LIMIT where the count is not exact. */
  count: number;
  isCountExact: boolean;
  /** `after` of the page of newer calls; null on the first one. */
  newer: string | null;
  /** `before` of the page of older calls; null on the last one. */
  older: string | null;
};

/** One page of a scope's calls, newest first. */
export async function listCalls(db: Db, scope: Scope, filters: CallFilters, place: ListPlace = {}): Promise<CallPage> {
  const counted = await countCalls(db, scope, filters);
  if (counted?.count === 0) return { rows: [], count: 0, isCountExact: true, newer: null, older: null };
  const where = whereCalls(counted ? { ...scope, range: counted.range } : scope, filters);
  const [page, scanned] = await Promise.all([
    findPage(db, scope.teamId, where, place),
    counted ? counted.count : scanCount(db, where),
  ]);
  const isCountExact = counted !== null || scanned <= COUNT_LIMIT;
  return { ...page, count: isCountExact ? scanned : COUNT_LIMIT, isCountExact };
}

type Page = Pick<CallPage, "rows" | "newer" | "older">;

/** Asks for one more than a page has, so that it is known whether there is another. */
async function findPage(db: Db, teamId: string, where: Prisma.Sql, { before, after }: ListPlace): Promise<Page> {
  if (after !== undefined) {
    const above = await findCallRows(db, teamId, where, { from: "above", id: after }, PAGE_SIZE + 1);
    // A page that is not full is the first one, which has newer calls by now.
    if (above.length > PAGE_SIZE) {
      const rows = above.slice(0, PAGE_SIZE).reverse();
      return { rows, newer: rows[0]?.id ?? null, older: rows.at(-1)?.id ?? null };
    }
  }
  const isFirst = before === undefined || after !== undefined;
  const found = await findCallRows(db, teamId, where, isFirst ? null : { from: "below", id: before }, PAGE_SIZE + 1);
  const rows = found.slice(0, PAGE_SIZE);
  return {
    rows,
    newer: isFirst ? null : (rows[0]?.id ?? null),
    older: found.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null,
  };
}

/** The calls before and after one in the list that it was opened from; null at an end of it. */
export async function findNeighbours(db: Db, scope: Scope, filters: CallFilters, id: string): Promise<{ newer: string | null; older: string | null }> {
  const where = whereCalls(scope, filters);
  const [[newer], [older]] = await Promise.all([
    findCallRows(db, scope.teamId, where, { from: "above", id }, 1),
    findCallRows(db, scope.teamId, where, { from: "below", id }, 1),
  ]);
  return { newer: newer?.id ?? null, older: older?.id ?? null };
}

/** Whether the team ever made a call. */
export async function hasCalls(db: Db, teamId: string): Promise<boolean> {
  return (await db.call.findFirst({ where: { teamId }, select: { id: true } })) !== null;
}

/** The newest call that the ledger has of a team. */
export async function findNewestCallId(db: Db, teamId: string): Promise<string | null> {
  return (await db.call.findFirst({ where: { teamId }, orderBy: { id: "desc" }, select: { id: true } }))?.id ?? null;
}
