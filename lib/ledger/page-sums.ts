import { dayOf, hourOf } from "./day-sums";
import type { Rollup } from "./rollups";
import { addSum, type Sum } from "./sum-calls";

/** What a row counts for, as SQL on the rows that `rollups.ts` sums up: its quarter-hour, its UTC hour and its UTC day. */
export const SPANS = `LATERAL (VALUES ('quarter', bucket), ('hour', date_trunc('hour', bucket, 'UTC')), ('day', date_trunc('day', bucket, 'UTC'))) AS span (unit, start)`;

const SERVED_KNOWN = "outcome = 'served' AND basis <> 'unknown'";
const TOKENS = ["input_units", "cached_input_units", "cache_write_5m_units", "cache_write_1h_units", "output_units", "reasoning_units"] as const;

/** What pages show of attempts, by nothing but what they group by: the rollup of attempts has many rows for each of these. */
export const ENDPOINT_SUMS = {
  table: "endpoint_sums",
  key: {
    team_id: "team_id", unit: "span.unit", bucket: "span.start", profile_version_id: "profile_version_id", tier: "tier",
    endpoint_id: "endpoint_id", endpoint: "endpoint",
  },
  sums: {
    attempts: "count(*)",
    unknown: countIf("basis = 'unknown'"),
    auth_failures: countIf("outcome = 'failed' AND cause = 'auth'"),
    credit_failures: countIf("outcome = 'failed' AND cause = 'credit'"),
    not_found_failures: countIf("outcome = 'failed' AND cause = 'not_found'"),
    served: countIf("outcome = 'served'"),
    served_known: countIf(SERVED_KNOWN),
    served_tokens: TOKENS.map((column) => sumIf(column, SERVED_KNOWN)).join(" + "),
    served_cost_pico: sumIf("cost_pico", SERVED_KNOWN),
    primary_cost_pico: sumIf("primary_cost_pico", SERVED_KNOWN),
    primary_known: sumIf("primary_known", SERVED_KNOWN),
    waste_pico: sumIf("cost_pico", "outcome = 'failed'"),
    aborted_pico: sumIf("cost_pico", "outcome = 'aborted'"),
    unserved_pico: sumIf("cost_pico", "NOT call_served"),
  },
} satisfies Rollup;

/** The same of calls. */
export const OUTCOME_SUMS = {
  table: "outcome_sums",
  key: { team_id: "team_id", unit: "span.unit", bucket: "span.start", profile_version_id: "profile_version_id", outcome: "outcome" },
  sums: {
    calls: "count(*)",
    rescued: countIf("rescued"),
    comparable: countIf("comparable"),
    comparable_cost_pico: sumIf("cost_pico", "comparable"),
    baseline_cost_pico: sumIf("baseline_cost_pico", "comparable"),
  },
} satisfies Rollup;

function countIf(condition: string): string {
  return `count(*) FILTER (WHERE ${condition})`;
}

function sumIf(column: string, condition: string): string {
  return `coalesce(sum(${column}) FILTER (WHERE ${condition}), 0)`;
}

/** What sums for the rollup of attempts add to that of endpoints. */
export function sumEndpoints(attempts: readonly Sum[]): Sum[] {
  return sumSpans(attempts, ["team_id", "profile_version_id", "tier", "endpoint_id", "endpoint"], ({ key, values }) => {
    const of = (column: string) => values[column] ?? 0n;
    const isServedKnown = key.outcome === "served" && key.basis !== "unknown";
    const attemptsIf = (condition: boolean) => (condition ? of("attempts") : 0n);
    const failedOf = (cause: string) => attemptsIf(key.outcome === "failed" && key.cause === cause);
    return {
      attempts: of("attempts"),
      unknown: attemptsIf(key.basis === "unknown"),
      auth_failures: failedOf("auth"),
      credit_failures: failedOf("credit"),
      not_found_failures: failedOf("not_found"),
      served: attemptsIf(key.outcome === "served"),
      served_known: attemptsIf(isServedKnown),
      served_tokens: isServedKnown ? TOKENS.reduce((sum, column) => sum + of(column), 0n) : 0n,
      served_cost_pico: isServedKnown ? of("cost_pico") : 0n,
      primary_cost_pico: isServedKnown ? of("primary_cost_pico") : 0n,
      primary_known: isServedKnown ? of("primary_known") : 0n,
      waste_pico: key.outcome === "failed" ? of("cost_pico") : 0n,
      aborted_pico: key.outcome === "aborted" ? of("cost_pico") : 0n,
      unserved_pico: key.call_served === false ? of("cost_pico") : 0n,
    } satisfies Record<keyof typeof ENDPOINT_SUMS.sums, bigint>;
  });
}

/** What sums for the rollup of calls add to that of outcomes. */
export function sumOutcomes(calls: readonly Sum[]): Sum[] {
  return sumSpans(calls, ["team_id", "profile_version_id", "outcome"], ({ values }) => ({
    calls: values.calls ?? 0n,
    rescued: values.rescued ?? 0n,
    comparable: values.comparable ?? 0n,
    comparable_cost_pico: values.comparable_cost_pico ?? 0n,
    baseline_cost_pico: values.baseline_cost_pico ?? 0n,
  } satisfies Record<keyof typeof OUTCOME_SUMS.sums, bigint>));
}

/** By quarter-hour first, which most of a batch shares, and from those by hour and by day. */
function sumSpans(rows: readonly Sum[], columns: readonly string[], valuesOf: (row: Sum) => Sum["values"]): Sum[] {
  const quarters = new Map<string, Sum>();
  for (const row of rows) {
    const kept = Object.fromEntries(columns.map((column) => [column, row.key[column] ?? ""]));
    addSum(quarters, { ...kept, unit: "quarter", bucket: row.key.bucket ?? "" }, valuesOf(row));
  }
  const sums = new Map(quarters);
  for (const { key, values } of quarters.values()) {
    const bucket = String(key.bucket);
    addSum(sums, { ...key, unit: "hour", bucket: hourOf(bucket) }, { ...values });
    addSum(sums, { ...key, unit: "day", bucket: dayOf(bucket) }, { ...values });
  }
  return [...sums.values()];
}
