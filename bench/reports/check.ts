import { formatHistogram, logBucket, parseHistogram } from "@/lib/core/log-bucket";
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

/** The same of the sums that pages read, in each unit. */
const PAGES = {
  calls: (unit: string) => `
    SELECT sum(calls) AS calls, sum(rescued) AS rescued, sum(comparable) AS comparable, sum(comparable_cost_pico) AS cost_pico, sum(baseline_cost_pico) AS baseline_cost_pico
    FROM outcome_sums WHERE unit = '${unit}'`,
  attempts: (unit: string) => `
    SELECT sum(attempts) AS attempts, sum(unknown) AS unknown, sum(served_cost_pico + waste_pico + aborted_pico) AS cost_pico, sum(served_tokens) AS tokens
    FROM endpoint_sums WHERE unit = '${unit}'`,
};

const ALL_ROWS = {
  calls: `
    SELECT count(*) AS calls, count(*) FILTER (WHERE rescued) AS rescued, count(*) FILTER (WHERE comparable) AS comparable,
      sum(cost_pico) FILTER (WHERE comparable) AS cost_pico, sum(baseline_cost_pico) FILTER (WHERE comparable) AS baseline_cost_pico
    FROM calls`,
  attempts: `
    SELECT count(*) AS attempts, count(*) FILTER (WHERE basis = 'unknown') AS unknown, sum(cost_pico) AS cost_pico,
      sum(input::bigint + output) FILTER (WHERE outcome = 'served' AND cost_pico IS NOT NULL) AS tokens
    FROM attempts`,
};

/** @throws when there are other calls than so many, or a rollup does not add up to what the rows do */
export async function expectSums(db: Db, calls: number): Promise<void> {
  const sum = async (sql: string) =>
    JSON.stringify(await db.$queryRawUnsafe(sql), (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  const count = await db.call.count();
  if (count !== calls) throw new Error(`${count} calls are in the books, not ${calls}`);
  for (const of of ["calls", "attempts"] as const) {
    const rollup = of === "calls" ? "call_rollups" : "attempt_rollups";
    const days = of === "calls" ? "call_rollup_days" : "attempt_rollup_days";
    expectSame(await sum(ROWS[of]), { [rollup]: await sum(ROLLUPS[of](rollup)), [days]: await sum(ROLLUPS[of](days)) });
    const byUnit = await Promise.all(["quarter", "hour", "day"].map(async (unit) => [`the sums by ${unit}`, await sum(PAGES[of](unit))]));
    expectSame(await sum(ALL_ROWS[of]), Object.fromEntries(byUnit) as Record<string, string>);
  }
  for (const unit of ["quarter", "day"]) expectSame(await sum(TAGS.rows), { [`tag_rollups by ${unit}`]: await sum(TAGS.rollup(unit)) });
  await expectLatencies(db);
}

/** The tags of the rows themselves, and of their rollup. */
const TAGS = {
  rows: `
    SELECT tag, value, count(*) AS calls, count(*) FILTER (WHERE unknown_attempts = 0) AS known, sum(cost_pico) AS cost_pico
    FROM calls CROSS JOIN LATERAL jsonb_each_text(tags) AS pair (tag, value) GROUP BY 1, 2 ORDER BY 1, 2`,
  rollup: (unit: string) => `
    SELECT tag, value, sum(calls) AS calls, sum(known) AS known, sum(cost_pico) AS cost_pico
    FROM tag_rollups WHERE unit = '${unit}' GROUP BY 1, 2 ORDER BY 1, 2`,
};

/** The histogram of a column of calls, made by the product's own code from how often there is each value. */
async function countLatencies(db: Db, column: "first_token_ms" | "total_ms"): Promise<string> {
  const rows = await db.$queryRawUnsafe<{ ms: number; calls: bigint }[]>(`SELECT ${column} AS ms, count(*) AS calls FROM calls WHERE ${column} IS NOT NULL GROUP BY 1`);
  const histogram = new Map<number, bigint>();
  for (const { ms, calls } of rows) histogram.set(logBucket(ms), (histogram.get(logBucket(ms)) ?? 0n) + calls);
  return normalise(formatHistogram(histogram));
}

/** One text for each histogram, whatever zeros it was written with. */
const normalise = (text: string) => JSON.stringify([...parseHistogram(text)].sort(([a], [b]) => a - b).map(([bucket, count]) => [bucket, String(count)]));

async function expectLatencies(db: Db): Promise<void> {
  for (const column of ["first_token_ms", "total_ms"] as const) {
    const rows = await countLatencies(db, column);
    for (const unit of ["quarter", "day"]) {
      const [row] = await db.$queryRawUnsafe<{ sum: string }[]>(`SELECT sum(${column})::text AS sum FROM latency_rollups WHERE unit = '${unit}'`);
      expectSame(rows, { [`latency_rollups, ${column} by ${unit}`]: normalise(row?.sum ?? "0") });
    }
  }
}

function expectSame(rows: string, others: Record<string, string>): void {
  for (const [name, sums] of Object.entries(others)) if (sums !== rows) throw new Error(`${name} has ${sums}, but the rows have ${rows}`);
}
