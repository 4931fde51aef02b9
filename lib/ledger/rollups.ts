import { NIL_ID } from "@/lib/core/profile";

type Expressions = Record<string, string>;

/** A table of sums: what it is keyed by and what it adds up, each as SQL on the rows that it stands for. */
export type Rollup = { table: string; key: Expressions; sums: Expressions };

export const CALL_ROLLUP = {
  table: "call_rollups",
  key: same(
    "team_id", "bucket", "profile_version_id", "served_tier", "served_endpoint", "plan_position", "api_key_id", "member_id",
    "outcome", "cause",
  ),
  sums: {
    calls: "count(*)",
    rescued: "count(*) FILTER (WHERE rescued)",
    known: "count(*) FILTER (WHERE unknown_attempts = 0)",
    comparable: "count(*) FILTER (WHERE comparable)",
    comparable_cost_pico: "coalesce(sum(cost_pico) FILTER (WHERE comparable), 0)",
    baseline_cost_pico: "coalesce(sum(baseline_cost_pico) FILTER (WHERE comparable), 0)",
  },
} satisfies Rollup;

export const ATTEMPT_ROLLUP = {
  table: "attempt_rollups",
  key: {
    ...same("team_id", "bucket", "profile_version_id", "tier", "endpoint_id", "endpoint"),
    price_id: `coalesce(price_id, '${NIL_ID}')`,
    price_step: "coalesce(price_step, 0)",
    list_price_id: `coalesce(list_price_id, '${NIL_ID}')`,
    list_price_step: "coalesce(list_price_step, 0)",
    ...same("api_key_id", "outcome", "cause", "call_served", "basis"),
  },
  sums: {
    attempts: "count(*)",
    ...sums("input_units", "cached_input_units", "cache_write_5m_units", "cache_write_1h_units"),
    ...sums("output_units", "reasoning_units", "request_units"),
    ...sums("input_cost_pico", "cached_input_cost_pico", "cache_write_5m_cost_pico", "cache_write_1h_cost_pico"),
    ...sums("output_cost_pico", "reasoning_cost_pico", "request_cost_pico"),
    ...sums("cost_pico", "primary_cost_pico", "primary_known"),
  },
} satisfies Rollup;

function same<Name extends string>(...columns: Name[]): Record<Name, string> {
  return express(columns, (column) => column);
}

function sums<Name extends string>(...columns: Name[]): Record<Name, string> {
  return express(columns, (column) => `coalesce(sum(${column}), 0)`);
}

function express<Name extends string>(columns: Name[], expression: (column: Name) => string): Record<Name, string> {
  const expressions = {} as Record<Name, string>;
  for (const column of columns) expressions[column] = expression(column);
  return expressions;
}

/**
 * Adds the sums of a query's rows to those of a rollup: in the order of its key, so that two writers cannot lock each
 * other out.
 */
export function addTo({ table, key, sums }: Rollup, source: string): string {
  const columns = Object.keys({ ...key, ...sums });
  const keyPositions = Object.keys(key).map((_, index) => index + 1);
  const added = Object.keys(sums).map((column) => `${column} = stored.${column} + excluded.${column}`);
  return `
    INSERT INTO ${table} AS stored (${columns.join(", ")})
    SELECT ${Object.values({ ...key, ...sums }).join(", ")}
    FROM ${source} GROUP BY ${keyPositions.join(", ")} ORDER BY ${keyPositions.join(", ")}
    ON CONFLICT (${Object.keys(key).join(", ")}) DO UPDATE SET ${added.join(", ")}`;
}
