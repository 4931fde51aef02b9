import { NIL_ID } from "@/lib/core/profile";
import type { Db } from "@/lib/db";
import { createPartitions } from "./partitions";
import type { CallRecord } from "./record";
import { ATTEMPT_COLUMNS, ATTEMPT_ROLLUP_COLUMNS, CALL_COLUMNS, CALL_ROLLUP_COLUMNS, toAttemptRow, toCallRow } from "./rows";

/**
 * Writes calls, their attempts and both rollups, all or nothing. Calls that are there already are left as they are and
 * not added to the rollups again, also when two processes write the same ones at once.
 * Throws what Postgres refuses them with, see `database-fault.ts`.
 */
export type CallWriter = (calls: readonly CallRecord[]) => Promise<void>;

export function createCallWriter(db: Db): CallWriter {
  const ensurePartitions = createPartitions(db);
  return async (calls) => {
    if (calls.length === 0) return;
    await ensurePartitions(calls);
    const unique = [...new Map(calls.map((call) => [`${call.teamId} ${call.id}`, call])).values()];
    const callRows = unique.map(toCallRow);
    const attemptRows = unique.flatMap((call) => call.attempts.map((attempt) => toAttemptRow(call, attempt)));
    await db.$executeRawUnsafe(STATEMENT, JSON.stringify(callRows), JSON.stringify(attemptRows));
  };
}

type Expressions = Record<string, string>;

const CALL_KEY = same(
  "team_id", "bucket", "profile_version_id", "served_tier", "served_endpoint", "plan_position", "api_key_id", "member_id",
  "outcome", "cause",
);

const CALL_SUMS: Expressions = {
  calls: "count(*)",
  rescued: "count(*) FILTER (WHERE rescued)",
  known: "count(*) FILTER (WHERE unknown_attempts = 0)",
  comparable: "count(*) FILTER (WHERE comparable)",
  comparable_cost_pico: "coalesce(sum(cost_pico) FILTER (WHERE comparable), 0)",
  baseline_cost_pico: "coalesce(sum(baseline_cost_pico) FILTER (WHERE comparable), 0)",
};

const ATTEMPT_KEY = {
  ...same("team_id", "bucket", "profile_version_id", "tier", "endpoint_id", "endpoint"),
  price_id: `coalesce(price_id, '${NIL_ID}')`,
  price_step: "coalesce(price_step, 0)",
  ...same("api_key_id", "outcome", "cause", "call_served", "basis"),
};

const ATTEMPT_SUMS = {
  attempts: "count(*)",
  ...sums("input_units", "cached_input_units", "cache_write_5m_units", "cache_write_1h_units"),
  ...sums("output_units", "reasoning_units", "request_units"),
  ...sums("input_cost_pico", "cached_input_cost_pico", "cache_write_5m_cost_pico", "cache_write_1h_cost_pico"),
  ...sums("output_cost_pico", "reasoning_cost_pico", "request_cost_pico"),
  ...sums("cost_pico", "primary_cost_pico", "primary_known"),
};

function same(...columns: string[]): Expressions {
  return Object.fromEntries(columns.map((column) => [column, column]));
}

function sums(...columns: string[]): Expressions {
  return Object.fromEntries(columns.map((column) => [column, `coalesce(sum(${column}), 0)`]));
}

/** `json`, since `jsonb` would build a tree of what is read once: a fifth of the statement's time. */
function recordset(parameter: string, columns: Record<string, string>): string {
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return `SELECT * FROM json_to_recordset(${parameter}::json) AS given (${typed.join(", ")})`;
}

/** Returns the keys of the rows that were not there before. */
function insertNew(table: string, columns: Record<string, string>, source: string): string {
  const names = Object.keys(columns).join(", ");
  return `
    INSERT INTO ${table} (${names}) SELECT ${names} FROM ${source} ORDER BY team_id, id
    ON CONFLICT (team_id, id) DO NOTHING RETURNING team_id, id`;
}

/** Adds sums to the rows of a rollup: in the order of its key, so that two writers cannot lock each other out. */
function addTo(rollup: string, key: Expressions, sums: Expressions, source: string): string {
  const columns = Object.keys({ ...key, ...sums });
  const keyPositions = Object.keys(key).map((_, index) => index + 1);
  const added = Object.keys(sums).map((column) => `${column} = stored.${column} + excluded.${column}`);
  return `
    INSERT INTO ${rollup} AS stored (${columns.join(", ")})
    SELECT ${Object.values({ ...key, ...sums }).join(", ")}
    FROM ${source} GROUP BY ${keyPositions.join(", ")} ORDER BY ${keyPositions.join(", ")}
    ON CONFLICT (${Object.keys(key).join(", ")}) DO UPDATE SET ${added.join(", ")}`;
}

/**
 * One statement, so one transaction and one round trip. The rollups read the new rows' keys, so those come first.
 * @param givenCalls a query of calls with CALL_COLUMNS and CALL_ROLLUP_COLUMNS
 * @param givenAttempts a query of their attempts with ATTEMPT_COLUMNS and ATTEMPT_ROLLUP_COLUMNS
 */
export function writeStatement(givenCalls: string, givenAttempts: string): string {
  return `
  WITH
  given_calls AS MATERIALIZED (${givenCalls}),
  given_attempts AS MATERIALIZED (${givenAttempts}),
  new_calls AS (${insertNew("calls", CALL_COLUMNS, "given_calls")}),
  new_attempts AS (${insertNew("attempts", ATTEMPT_COLUMNS, "given_attempts")}),
  added_calls AS (${addTo("call_rollups", CALL_KEY, CALL_SUMS, "new_calls JOIN given_calls USING (team_id, id)")})
  ${addTo("attempt_rollups", ATTEMPT_KEY, ATTEMPT_SUMS, "new_attempts JOIN given_attempts USING (team_id, id)")}`;
}

const STATEMENT = writeStatement(
  recordset("$1", { ...CALL_COLUMNS, ...CALL_ROLLUP_COLUMNS }),
  recordset("$2", { ...ATTEMPT_COLUMNS, ...ATTEMPT_ROLLUP_COLUMNS }),
);
