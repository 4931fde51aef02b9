import { addUpAttempts, addUpCalls, readRollups } from "@/lib/ledger/testing/sums";
import type { Site } from "@/lib/gateway/testing/installation";

type Db = Site["db"];

/** Judged by what the ledger's own tests know of them. */
const QUARTERS = ["attempt_rollups", "call_rollups"];

const SPANS = "(VALUES ('quarter', 900), ('hour', 3600), ('day', 86400)) AS span (unit, seconds)";
const START = "to_timestamp(floor(extract(epoch FROM c.started_at) / span.seconds) * span.seconds)";

/** The columns of a rollup's key, all but the team and the time, and what it adds up. */
const CALL_KEY = "profile_version_id, served_tier, served_endpoint, plan_position, api_key_id, member_id, outcome, cause";
const CALL_SUMS = ["calls", "rescued", "known", "comparable", "comparable_cost_pico", "baseline_cost_pico"];
const ATTEMPT_KEY = "profile_version_id, tier, endpoint_id, endpoint, price_id, price_step, list_price_id, list_price_step, api_key_id, outcome, cause, call_served, basis";
const ATTEMPT_SUMS = ["attempts", "input_units", "cached_input_units", "output_units", "reasoning_units", "cost_pico", "primary_cost_pico", "primary_known"];

/** What is stored, and the same added up from the rows, or from the quarter-hours that are judged by themselves. */
const SUMS: Record<string, [stored: string, added: string]> = {
  call_rollup_days: byDay("call_rollup_days", "call_rollups", CALL_KEY, CALL_SUMS),
  attempt_rollup_days: byDay("attempt_rollup_days", "attempt_rollups", ATTEMPT_KEY, ATTEMPT_SUMS),
  latency_rollups: [
    "SELECT team_id, unit, bucket, profile_version_id, served_tier, served_endpoint, api_key_id, outcome, calls, first_tokens FROM latency_rollups",
    `SELECT c.team_id, unit, ${START}, c.profile_version_id, c.served_tier, c.served_endpoint, c.api_key_id, c.outcome, count(*), count(c.first_token_ms)
     FROM calls c CROSS JOIN ${SPANS} WHERE unit <> 'hour' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
  ],
  tag_rollups: [
    "SELECT team_id, unit, bucket, tag, value, profile_version_id, calls, known, cost_pico FROM tag_rollups",
    `SELECT c.team_id, unit, ${START}, tag.key, tag.value, c.profile_version_id, count(*), sum((c.unknown_attempts = 0)::int), sum(c.cost_pico)
     FROM calls c CROSS JOIN ${SPANS} CROSS JOIN LATERAL jsonb_each_text(c.tags) AS tag WHERE unit <> 'hour' GROUP BY 1, 2, 3, 4, 5, 6`,
  ],
  outcome_sums: [
    "SELECT team_id, unit, bucket, profile_version_id, outcome, calls, rescued, comparable, comparable_cost_pico, baseline_cost_pico FROM outcome_sums",
    `SELECT c.team_id, unit, ${START}, c.profile_version_id, c.outcome, count(*), sum(c.rescued::int), sum(c.comparable::int),
       sum(CASE WHEN c.comparable THEN c.cost_pico ELSE 0 END), sum(CASE WHEN c.comparable THEN c.baseline_cost_pico ELSE 0 END)
     FROM calls c CROSS JOIN ${SPANS} GROUP BY 1, 2, 3, 4, 5`,
  ],
  endpoint_sums: [
    `SELECT team_id, unit, bucket, profile_version_id, tier, endpoint_id, endpoint, attempts, unknown, served, served_cost_pico, waste_pico, aborted_pico, unserved_pico
     FROM endpoint_sums`,
    `SELECT c.team_id, unit, ${START}, c.profile_version_id, a.tier, a.endpoint_id, a.endpoint, count(*), sum((a.cost_pico IS NULL)::int), sum((a.outcome = 'served')::int),
       sum(CASE WHEN a.outcome = 'served' THEN coalesce(a.cost_pico, 0) ELSE 0 END), sum(CASE WHEN a.outcome = 'failed' THEN coalesce(a.cost_pico, 0) ELSE 0 END),
       sum(CASE WHEN a.outcome = 'aborted' THEN coalesce(a.cost_pico, 0) ELSE 0 END), sum(CASE WHEN c.outcome = 'served' THEN 0 ELSE coalesce(a.cost_pico, 0) END)
     FROM attempts a JOIN calls c ON c.team_id = a.team_id AND c.id = a.call_id CROSS JOIN ${SPANS} GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  ],
};

function byDay(days: string, quarters: string, key: string, sums: readonly string[]): [stored: string, added: string] {
  const day = "to_timestamp(floor(extract(epoch FROM bucket) / 86400) * 86400)";
  return [
    `SELECT team_id, bucket, ${key}, ${sums.join(", ")} FROM ${days}`,
    `SELECT team_id, ${day}, ${key}, ${sums.map((column) => `sum(${column})`).join(", ")} FROM ${quarters} GROUP BY team_id, ${day}, ${key}`,
  ];
}

/** Of a call that was set aside the rows keep the amounts, and the rollups the units too that they were made of. */
const UNITS = ["input", "cached_input", "output", "reasoning"];

/** Whether every sum that is stored is the sum of its rows. @param setAside some calls were refused by PostgreSQL. @returns what is not, in words */
export async function judgeSums(db: Db, setAside = false): Promise<string[]> {
  const failures: string[] = [];
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE a.attname = 'bucket' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`;
  const names = tables.map(({ name }) => name);
  const unknown = names.filter((name) => !QUARTERS.includes(name) && !Object.hasOwn(SUMS, name));
  if (unknown.length > 0) failures.push(`the judge does not know ${unknown.join(", ")}`);

  const [stored, calls, attempts] = [await readRollups(db), await addUpCalls(db), await addUpAttempts(db)];
  const shown = (rows: Record<string, unknown>[]) => JSON.stringify(setAside ? rows.map((row) => Object.entries(row).filter(([name]) => !UNITS.includes(name))) : rows);
  if (shown(stored.calls) !== shown(calls)) failures.push("call_rollups are not the sums of their rows");
  if (shown(stored.attempts) !== shown(attempts)) failures.push("attempt_rollups are not the sums of their rows");
  for (const [table, [one, other]] of Object.entries(SUMS)) {
    // The tags of a call that was set aside are not kept, and of too many tags some are counted together.
    if (!names.includes(table) || (setAside && table === "tag_rollups")) continue;
    const [difference] = await db.$queryRawUnsafe<{ rows: number }[]>(`
      SELECT count(*)::int AS rows FROM (((${one}) EXCEPT ALL (${other})) UNION ALL ((${other}) EXCEPT ALL (${one}))) AS different`);
    if (difference?.rows !== 0) failures.push(`${table} are not the sums of their rows`);
  }
  return failures;
}
