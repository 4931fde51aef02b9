import type { Db } from "@/lib/db";
import type { CallFilters } from "./call-filters";
import { whereCalls } from "./calls-where";
import { countCalls, scanCount } from "./count-calls";
import type { Scope } from "./scope";

/** What can be dropped from a list: a filter, or the profile. A tag goes with its value. */
export type Droppable = Exclude<keyof CallFilters, "value"> | "profile";

/**
 * The one filter without which most calls would match, and how many, up to one more than COUNT_LIMIT; null where none alone helps.
 * @param ofProfile the scope without the version that it is narrowed to
 */
export async function findMostExcluding(db: Db, scope: Scope, filters: CallFilters, ofProfile = scope): Promise<{ drop: Droppable; count: number } | null> {
  const names = (Object.keys(filters) as (keyof CallFilters)[]).filter((name) => filters[name] !== undefined && name !== "value");
  const relaxed = names.map((name) => ({ drop: name as Droppable, of: name === "version" ? ofProfile : scope, filters: without(filters, name) }));
  if (scope.versionIds !== null) relaxed.push({ drop: "profile", of: { ...scope, versionIds: null }, filters });
  const counted = await Promise.all(
    relaxed.map(async ({ drop, of, filters: left }) => ({ drop, count: (await countCalls(db, of, left))?.count ?? (await scanCount(db, whereCalls(of, left))) })),
  );
  const [most] = counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  return most ?? null;
}

function without(filters: CallFilters, name: keyof CallFilters): CallFilters {
  return { ...filters, [name]: undefined, ...(name === "tag" ? { value: undefined } : {}) };
}
