import { addAttemptSums, addCallSums } from "./add-sums";
import type { Query } from "./query";
import type { CallRecord } from "./record";
import { ATTEMPT_COLUMNS, CALL_COLUMNS, toAttemptRow, toCallRow } from "./rows";
import { toNewCalls } from "./sum-calls";
import type { TagNames } from "./tag-sums";

export type Row = Record<string, unknown>;

/**
 * Puts rows into a table of the ledger, in their order.
 * @returns which of them are new, as `keyOf` names them; null for all. Without such an answer it throws.
 */
export type InsertRows = (table: "calls" | "attempts", types: Record<string, string>, rows: readonly Row[]) => Promise<ReadonlySet<string> | null>;

/** Where and how calls are written, in one transaction. */
export type Book = { query: Query; insert: InsertRows; tagNames: TagNames };

export function keyOf(row: { team_id?: unknown; id?: unknown }): string {
  return `${String(row.id)} ${String(row.team_id)}`;
}

/**
 * Writes the calls and attempts that are not there yet, and adds them to all sums. Everybody does so in this order, and
 * takes rows in the order of their ids: two that write the same ones wait for each other and never lock each other out.
 */
export async function bookCalls(given: readonly CallRecord[], { query, insert, tagNames }: Book): Promise<void> {
  // Whoever makes a partition locks both tables too, in this order.
  await query("LOCK TABLE ONLY calls, ONLY attempts IN ROW EXCLUSIVE MODE", []);
  const calls = sortById(toNewCalls(given).map((item) => ({ id: item.call.id, teamId: item.call.teamId, item })));
  const attempts = sortById(
    calls.flatMap(({ teamId, item: { call, bucket } }) =>
      call.attempts.map((attempt) => ({ id: attempt.id, teamId, item: { call, attempt, bucket } })),
    ),
  );
  if (attempts.length > 0) {
    const rows = attempts.map(({ item: { call, attempt } }) => toAttemptRow(call, attempt));
    await addAttemptSums(query, pick(attempts, await insert("attempts", ATTEMPT_COLUMNS, rows)));
  }
  const rows = calls.map(({ item: { call, summary } }) => toCallRow(call, summary));
  await addCallSums(query, pick(calls, await insert("calls", CALL_COLUMNS, rows)), tagNames);
}

type Keyed<Item> = { id: string; teamId: string; item: Item };

/** Each key once. */
function sortById<Item>(items: Keyed<Item>[]): Keyed<Item>[] {
  const sorted = items.sort((a, b) => compare(a.id, b.id) || compare(a.teamId, b.teamId));
  return sorted.filter(({ id, teamId }, index) => {
    const before = sorted[index - 1];
    return before?.id !== id || before.teamId !== teamId;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pick<Item>(items: readonly Keyed<Item>[], isNew: ReadonlySet<string> | null): Item[] {
  const picked = isNew ? items.filter(({ id, teamId }) => isNew.has(keyOf({ id, team_id: teamId }))) : items;
  return picked.map(({ item }) => item);
}
