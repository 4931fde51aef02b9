import type { Client } from "pg";
import { ENDPOINT_SUMS, OUTCOME_SUMS, sumEndpoints, sumOutcomes } from "./page-sums";
import { addTo, ATTEMPT_ROLLUP, CALL_ROLLUP, type Rollup } from "./rollups";
import { ATTEMPT_COLUMNS, ATTEMPT_ROLLUP_COLUMNS, CALL_COLUMNS, CALL_ROLLUP_COLUMNS } from "./rows";
import { type NewCall, type Sum, sumAttempts, sumCalls } from "./sum-calls";

type Addition = { rollup: Rollup; sql: string };

const TO_CALLS = addition(CALL_ROLLUP, { ...CALL_COLUMNS, ...CALL_ROLLUP_COLUMNS });
const TO_ATTEMPTS = addition(ATTEMPT_ROLLUP, { ...ATTEMPT_COLUMNS, ...ATTEMPT_ROLLUP_COLUMNS });
const TO_OUTCOMES = addition(OUTCOME_SUMS, { ...CALL_COLUMNS, ...CALL_ROLLUP_COLUMNS, unit: "text" });
const TO_ENDPOINTS = addition(ENDPOINT_SUMS, { ...ATTEMPT_COLUMNS, ...ATTEMPT_ROLLUP_COLUMNS, unit: "text" });

/** @param types of the columns of the key */
function addition(rollup: Rollup, types: Record<string, string>): Addition {
  const keys = Object.keys(rollup.key);
  const sums = Object.keys(rollup.sums);
  const arrays = [...keys.map((name) => types[name]), ...sums.map(() => "numeric")].map((type, index) => `$${index + 1}::${type}[]`);
  const source = `unnest(${arrays.join(", ")}) AS given (${[...keys, ...sums].join(", ")})`;
  const given: Rollup = {
    table: rollup.table,
    key: Object.fromEntries(keys.map((name) => [name, name])),
    sums: Object.fromEntries(sums.map((name) => [name, `sum(${name})`])),
  };
  return { rollup, sql: addTo(given, source) };
}

/** Adds what new calls come to, in the transaction of the client. */
export async function addCallSums(client: Client, calls: readonly NewCall[]): Promise<void> {
  const sums = sumCalls(calls);
  await add(client, TO_CALLS, sums);
  await add(client, TO_OUTCOMES, sumOutcomes(sums));
}

/** Adds what their attempts come to. */
export async function addAttemptSums(client: Client, calls: readonly NewCall[]): Promise<void> {
  const sums = sumAttempts(calls);
  await add(client, TO_ATTEMPTS, sums);
  await add(client, TO_ENDPOINTS, sumEndpoints(sums));
}

async function add(client: Client, { rollup, sql }: Addition, sums: readonly Sum[]): Promise<void> {
  if (sums.length === 0) return;
  const keys = Object.keys(rollup.key).map((name) => sums.map(({ key }) => key[name]));
  const values = Object.keys(rollup.sums).map((name) => sums.map((sum) => String(sum.values[name] ?? 0n)));
  await client.query({ name: rollup.table, text: sql, values: [...keys, ...values] });
}
