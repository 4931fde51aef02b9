import type { Db, Transaction } from "@/lib/db";
import { bookCalls, type InsertRows, keyOf } from "./book-calls";
import { createPartitions } from "./partitions";
import type { Query } from "./query";
import type { CallRecord } from "./record";
import { TagNames } from "./tag-sums";

/**
 * Writes calls, their attempts and all rollups, all or nothing. Calls that are there already are left as they are and
 * not added to the rollups again, also when two processes write the same ones at once.
 * Throws what Postgres refuses them with, see `database-fault.ts`.
 */
export type CallWriter = (calls: readonly CallRecord[]) => Promise<void>;

/** A writer that may take part in a transaction of its caller. The drain has a faster one: `drain-connection.ts`. */
export function createCallWriter(db: Db): CallWriter {
  const ensurePartitions = createPartitions();
  const tagNames = new TagNames();
  return async (calls) => {
    if (calls.length === 0) return;
    await ensurePartitions(toQuery(db), calls);
    await db.$transaction((transaction) => {
      const query = toQuery(transaction);
      return bookCalls(calls, { query, insert: insertMissing(query), tagNames });
    });
  };
}

function toQuery(db: Transaction): Query {
  return (sql, values) => db.$queryRawUnsafe<Record<string, unknown>[]>(sql, ...values);
}

/** Puts in those rows that are not there yet. */
export function insertMissing(query: Query): InsertRows {
  return async (table, types, rows) => {
    const names = Object.keys(types).join(", ");
    const typed = Object.entries(types).map(([name, type]) => `${name} ${type}`).join(", ");
    // `json`, since `jsonb` would build a tree of what is read once: a fifth of the statement's time.
    const inserted = await query(
      `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_to_recordset($1::text::json) AS given (${typed}) ORDER BY id, team_id
       ON CONFLICT (team_id, id) DO NOTHING RETURNING team_id::text, id::text`,
      [JSON.stringify(rows)],
    );
    return new Set(inserted.map(keyOf));
  };
}
