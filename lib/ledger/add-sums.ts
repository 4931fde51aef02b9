import type { Client } from "pg";
import { addTo, ATTEMPT_ROLLUP, CALL_ROLLUP, type Rollup } from "./rollups";
import { ATTEMPT_COLUMNS, ATTEMPT_ROLLUP_COLUMNS, CALL_COLUMNS, CALL_ROLLUP_COLUMNS } from "./rows";
import { type NewCall, type Sum, sumAttempts, sumCalls } from "./sum-calls";

type Addition = { rollup: Rollup; sql: string };

const TO_CALLS = addition(CALL_ROLLUP, { ...CALL_COLUMNS, ...CALL_ROLLUP_COLUMNS });
const TO_ATTEMPTS = addition(ATTEMPT_ROLLUP, { ...ATTEMPT_COLUMNS, ...ATTEMPT_ROLLUP_COLUMNS });

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
export function addCallSums(client: Client, calls: readonly NewCall[]): Promise<void> {
  return add(client, TO_CALLS, sumCalls(calls));
}

/** Adds what their attempts come to. */
export function addAttemptSums(client: Client, calls: readonly NewCall[]): Promise<void> {
  return add(client, TO_ATTEMPTS, sumAttempts(calls));
}

async function add(client: Client, { rollup, sql }: Addition, sums: readonly Sum[]): Promise<void> {
  if (sums.length === 0) return;
  const keys = Object.keys(rollup.key).map((name) => sums.map(({ key }) => key[name]));
  const values = Object.keys(rollup.sums).map((name) => sums.map((sum) => String(sum.values[name] ?? 0n)));
  await client.query({ name: rollup.table, text: sql, values: [...keys, ...values] });
}
