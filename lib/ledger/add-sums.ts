import { sumDays } from "./day-sums";
import { LATENCY_ROLLUP, sumLatencies } from "./latency-sums";
import { ENDPOINT_SUMS, OUTCOME_SUMS, sumEndpoints, sumOutcomes } from "./page-sums";
import type { Query } from "./query";
import { addTo, ATTEMPT_ROLLUP, CALL_ROLLUP } from "./rollups";
import { ATTEMPT_COLUMNS, ATTEMPT_ROLLUP_COLUMNS, CALL_COLUMNS, CALL_ROLLUP_COLUMNS } from "./rows";
import { type NewAttempt, type NewCall, type RollupRow, sumAttempts, sumCalls } from "./sum-calls";
import { sumTags, TAG_ROLLUP, type TagNames } from "./tag-sums";

/** A rollup's statement, which takes a list for each of its columns. */
type Addition = { table: string; keys: string[]; sums: string[]; sql: string };

const CALL_TYPES = { ...CALL_COLUMNS, ...CALL_ROLLUP_COLUMNS, unit: "text" };
const ATTEMPT_TYPES = { ...ATTEMPT_COLUMNS, ...ATTEMPT_ROLLUP_COLUMNS, unit: "text" };

const TO_ATTEMPTS = addition(ATTEMPT_ROLLUP.table, ATTEMPT_TYPES, ATTEMPT_ROLLUP);
const TO_ATTEMPT_DAYS = addition("attempt_rollup_days", ATTEMPT_TYPES, ATTEMPT_ROLLUP);
const TO_ENDPOINTS = addition(ENDPOINT_SUMS.table, ATTEMPT_TYPES, ENDPOINT_SUMS);
const TO_CALLS = addition(CALL_ROLLUP.table, CALL_TYPES, CALL_ROLLUP);
const TO_CALL_DAYS = addition("call_rollup_days", CALL_TYPES, CALL_ROLLUP);
const TO_OUTCOMES = addition(OUTCOME_SUMS.table, CALL_TYPES, OUTCOME_SUMS);
const TO_LATENCIES = addition(LATENCY_ROLLUP.table, LATENCY_ROLLUP.key, LATENCY_ROLLUP);
const TO_TAGS = addition(TAG_ROLLUP.table, TAG_ROLLUP.key, TAG_ROLLUP);

type Columns = { key: object; sums: object | readonly string[] };

/** @param types of the columns of the key */
function addition(table: string, types: Record<string, string>, columns: Columns): Addition {
  const keys = Object.keys(columns.key);
  const sums = Array.isArray(columns.sums) ? (columns.sums as string[]) : Object.keys(columns.sums);
  const lists = [...keys.map((name) => types[name]), ...sums.map(() => "numeric")].map((type, index) => `$${index + 1}::text[]::${type}[]`);
  const source = `unnest(${lists.join(", ")}) AS given (${[...keys, ...sums].join(", ")})`;
  const given = {
    table,
    key: Object.fromEntries(keys.map((name) => [name, name])),
    sums: Object.fromEntries(sums.map((name) => [name, `sum(${name})`])),
  };
  return { table, keys, sums, sql: addTo(given, source) };
}

/** Adds what new attempts come to, in the transaction of the query. Everybody in this order, so that nobody is locked out. */
export async function addAttemptSums(query: Query, attempts: readonly NewAttempt[]): Promise<void> {
  const sums = sumAttempts(attempts);
  await add(query, TO_ATTEMPTS, sums);
  await add(query, TO_ATTEMPT_DAYS, sumDays(sums));
  await add(query, TO_ENDPOINTS, sumEndpoints(sums));
}

/** Adds what new calls come to. */
export async function addCallSums(query: Query, calls: readonly NewCall[], tagNames: TagNames): Promise<void> {
  const sums = sumCalls(calls);
  await add(query, TO_CALLS, sums);
  await add(query, TO_CALL_DAYS, sumDays(sums));
  await add(query, TO_OUTCOMES, sumOutcomes(sums));
  await add(query, TO_LATENCIES, sumLatencies(calls));
  await add(query, TO_TAGS, sumTags(calls, tagNames));
}

async function add(query: Query, { table, keys, sums, sql }: Addition, rows: readonly RollupRow[]): Promise<void> {
  if (rows.length === 0) return;
  const lists = [...keys.map((name) => rows.map(({ key }) => String(key[name]))), ...sums.map((name) => rows.map(({ values }) => String(values[name] ?? 0n)))];
  await query(sql, lists, table);
}
