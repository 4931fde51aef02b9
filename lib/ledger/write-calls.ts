import type { Db } from "@/lib/db";
import { createPartitions } from "./partitions";
import { ENDPOINT_SUMS, OUTCOME_SUMS, SPANS } from "./page-sums";
import type { Query } from "./query";
import type { AttemptRecord, CallRecord } from "./record";
import { addTo, ATTEMPT_ROLLUP, CALL_ROLLUP } from "./rollups";
import {
  ATTEMPT_COLUMNS, ATTEMPT_ROLLUP_COLUMNS, CALL_COLUMNS, CALL_ROLLUP_COLUMNS, toAttemptRollupRow, toAttemptRow, toCallRollupRow,
  toCallRow,
} from "./rows";
import { summariseCall } from "./summarise-call";

/**
 * Writes calls, their attempts and all rollups, all or nothing. Calls that are there already are left as they are and
 * not added to the rollups again, also when two processes write the same ones at once.
 * Throws what Postgres refuses them with, see `database-fault.ts`.
 */
export type CallWriter = (calls: readonly CallRecord[]) => Promise<void>;

/** A writer that may take part in a transaction of its caller. The drain has a faster one: `drain-connection.ts`. */
export function createCallWriter(db: Db): CallWriter {
  const query: Query = (sql, values) => db.$executeRawUnsafe(sql, ...values);
  const ensurePartitions = createPartitions();
  return async (calls) => {
    if (calls.length === 0) return;
    await ensurePartitions(query, calls);
    await writeNewCalls(query, sortCalls(calls));
  };
}

/** In the order of their ids, whoever writes them, so that two writers cannot lock each other out. Each once. */
export function sortCalls(calls: readonly CallRecord[]): CallRecord[] {
  const sorted = [...calls].sort((a, b) => compare(a.id, b.id) || compare(a.teamId, b.teamId));
  return sorted.filter((call, index) => {
    const before = sorted[index - 1];
    return before?.id !== call.id || before.teamId !== call.teamId;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Writes those of the calls that are not there yet. @param calls each once */
export async function writeNewCalls(query: Query, calls: readonly CallRecord[]): Promise<void> {
  const attempts = calls.flatMap((call) => call.attempts.map((attempt): [CallRecord, AttemptRecord] => [call, attempt]));
  const callRows = calls.map((call) => ({ ...toCallRow(call, summariseCall(call)), ...toCallRollupRow(call) }));
  const attemptRows = attempts.map((attempt) => ({ ...toAttemptRow(...attempt), ...toAttemptRollupRow(...attempt) }));
  await query(STATEMENT, [JSON.stringify(callRows), JSON.stringify(attemptRows)]);
}

/** `json`, since `jsonb` would build a tree of what is read once: a fifth of the statement's time. */
function recordset(parameter: string, columns: Record<string, string>): string {
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return `SELECT * FROM json_to_recordset(${parameter}::json) AS given (${typed.join(", ")})`;
}

/** Returns the keys of the rows that were not there before. In the order of `sortCalls`. */
function insertNew(table: string, columns: Record<string, string>, source: string): string {
  const names = Object.keys(columns).join(", ");
  return `
    INSERT INTO ${table} (${names}) SELECT ${names} FROM ${source} ORDER BY id, team_id
    ON CONFLICT (team_id, id) DO NOTHING RETURNING team_id, id`;
}

/**
 * One statement, so one transaction and one round trip. The rollups read the new rows' keys, so those come first, and
 * attempts before calls: `drain-connection.ts` has the same order.
 * @param givenCalls a query of calls with CALL_COLUMNS and CALL_ROLLUP_COLUMNS
 * @param givenAttempts a query of their attempts with ATTEMPT_COLUMNS and ATTEMPT_ROLLUP_COLUMNS
 */
function writeStatement(givenCalls: string, givenAttempts: string): string {
  const calls = "new_calls JOIN given_calls USING (team_id, id)";
  const attempts = "new_attempts JOIN given_attempts USING (team_id, id)";
  // PostgreSQL runs the additions that nothing reads after the last one, and those from the last to the first.
  return `
  WITH
  given_calls AS MATERIALIZED (${givenCalls}),
  given_attempts AS MATERIALIZED (${givenAttempts}),
  new_calls AS (${insertNew("calls", CALL_COLUMNS, "given_calls")}),
  new_attempts AS (${insertNew("attempts", ATTEMPT_COLUMNS, "given_attempts")}),
  added_outcomes AS (${addTo(OUTCOME_SUMS, `${calls} CROSS JOIN ${SPANS}`)}),
  added_calls AS (${addTo(CALL_ROLLUP, calls)}),
  added_endpoints AS (${addTo(ENDPOINT_SUMS, `${attempts} CROSS JOIN ${SPANS}`)})
  ${addTo(ATTEMPT_ROLLUP, attempts)}`;
}

const STATEMENT = writeStatement(
  recordset("$1", { ...CALL_COLUMNS, ...CALL_ROLLUP_COLUMNS }),
  recordset("$2", { ...ATTEMPT_COLUMNS, ...ATTEMPT_ROLLUP_COLUMNS }),
);
