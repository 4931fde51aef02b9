import type { Db } from "@/lib/db";

const CLASSES = ["input", "cached_input", "cache_write_5m", "cache_write_1h", "output", "reasoning", "request"];
const ofClasses = (what: string) => CLASSES.map((name) => `${name}_${what}`).join(" + ");

/** By outcome, of the rows themselves. */
const ROWS = {
  calls: `
    SELECT outcome, count(*) AS calls, count(*) FILTER (WHERE rescued) AS rescued, count(*) FILTER (WHERE unknown_attempts = 0) AS known,
      count(*) FILTER (WHERE comparable) AS comparable, coalesce(sum(cost_pico) FILTER (WHERE comparable), 0) AS comparable_cost_pico,
      coalesce(sum(baseline_cost_pico) FILTER (WHERE comparable), 0) AS baseline_cost_pico
    FROM calls GROUP BY 1 ORDER BY 1`,
  attempts: `
    SELECT outcome, count(*) AS attempts, coalesce(sum(cost_pico), 0) AS cost_pico, coalesce(sum(cost_pico), 0) AS by_class,
      coalesce(sum(input::bigint + output) FILTER (WHERE cost_pico IS NOT NULL), 0) AS tokens, count(*) FILTER (WHERE basis = 'unknown') AS unknown
    FROM attempts GROUP BY 1 ORDER BY 1`,
};

/** The same of a rollup of calls, or of attempts. */
const ROLLUPS = {
  calls: (table: string) => `
    SELECT outcome, sum(calls) AS calls, sum(rescued) AS rescued, sum(known) AS known, sum(comparable) AS comparable,
      sum(comparable_cost_pico) AS comparable_cost_pico, sum(baseline_cost_pico) AS baseline_cost_pico
    FROM ${table} GROUP BY 1 ORDER BY 1`,
  attempts: (table: string) => `
    SELECT outcome, sum(attempts) AS attempts, sum(cost_pico) AS cost_pico, sum(${ofClasses("cost_pico")}) AS by_class,
      sum(${ofClasses("units")} - request_units) AS tokens, coalesce(sum(attempts) FILTER (WHERE basis = 'unknown'), 0) AS unknown
    FROM ${table} GROUP BY 1 ORDER BY 1`,
};

const OF_CALLS = ["call_rollups"];
const OF_ATTEMPTS = ["attempt_rollups"];

/** @throws when there are other calls than so many, or a rollup does not add up to what the rows do */
export async function expectSums(db: Db, calls: number): Promise<void> {
  const sum = async (sql: string) =>
    JSON.stringify(await db.$queryRawUnsafe(sql), (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  const count = await db.call.count();
  if (count !== calls) throw new Error(`${count} calls are in the books, not ${calls}`);
  for (const [of, tables] of [["calls", OF_CALLS], ["attempts", OF_ATTEMPTS]] as const) {
    const rows = await sum(ROWS[of]);
    for (const table of tables) {
      const rollup = await sum(ROLLUPS[of](table));
      if (rollup !== rows) throw new Error(`${table} has ${rollup}, but its rows have ${rows}`);
    }
  }
}
