import type { Db } from "@/lib/db";

type Rows = Record<string, unknown>[];

/** Every row of both rollups as text, and the same figures added up by other means from the rows that they stand for. */
export async function readRollups(db: Db): Promise<{ calls: Rows; attempts: Rows }> {
  return { calls: await db.$queryRawUnsafe(STORED_CALLS), attempts: await db.$queryRawUnsafe(STORED_ATTEMPTS) };
}

/** The call rollup from the rows of `calls` and `attempts`. */
export async function addUpCalls(db: Db): Promise<Rows> {
  return db.$queryRawUnsafe(`
    SELECT c.team_id::text, to_timestamp(floor(extract(epoch FROM c.started_at) / 900) * 900) AS bucket,
      c.profile_version_id::text, c.served_tier, c.served_endpoint, c.plan_position, c.api_key_id::text, c.member_id::text,
      c.outcome, c.cause,
      count(*)::text AS calls,
      sum(CASE WHEN c.rescued THEN 1 ELSE 0 END)::text AS rescued,
      sum(CASE WHEN a.unknown = 0 THEN 1 ELSE 0 END)::text AS known,
      sum(CASE WHEN a.comparable THEN 1 ELSE 0 END)::text AS comparable,
      sum(CASE WHEN a.comparable THEN a.spent ELSE 0 END)::text AS comparable_cost_pico,
      sum(CASE WHEN a.comparable THEN c.baseline_cost_pico ELSE 0 END)::text AS baseline_cost_pico
    FROM calls c CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE cost_pico IS NULL) AS unknown, coalesce(sum(cost_pico), 0) AS spent,
        c.outcome = 'served' AND c.baseline_cost_pico IS NOT NULL AND bool_and(cost_pico IS NOT NULL) AS comparable
      FROM attempts WHERE attempts.team_id = c.team_id AND attempts.call_id = c.id
    ) a
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`);
}

const STORED_CALLS = `
  SELECT team_id::text, bucket, profile_version_id::text, served_tier, served_endpoint, plan_position, api_key_id::text,
    member_id::text, outcome, cause, calls::text, rescued::text, known::text, comparable::text,
    comparable_cost_pico::text, baseline_cost_pico::text
  FROM call_rollups ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

const STORED_ATTEMPTS = `
  SELECT team_id::text, bucket, profile_version_id::text, tier, endpoint_id::text, endpoint, price_id::text, price_step, list_price_id::text, list_price_step,
    api_key_id::text, outcome, cause, call_served, basis, attempts::text, cost_pico::text, primary_cost_pico::text,
    primary_known::text, (input_units + cached_input_units + cache_write_5m_units + cache_write_1h_units)::text AS input,
    cached_input_units::text AS cached_input, (output_units + reasoning_units)::text AS output,
    reasoning_units::text AS reasoning,
    (input_cost_pico + cached_input_cost_pico + cache_write_5m_cost_pico + cache_write_1h_cost_pico + output_cost_pico
      + reasoning_cost_pico + request_cost_pico)::text AS cost_by_class
  FROM attempt_rollups ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15`;

/** The attempt rollup from the rows of `attempts` and `calls`, as far as those rows hold its figures. */
export async function addUpAttempts(db: Db): Promise<Rows> {
  return db.$queryRawUnsafe(`
    SELECT a.team_id::text, to_timestamp(floor(extract(epoch FROM c.started_at) / 900) * 900) AS bucket,
      c.profile_version_id::text, a.tier, a.endpoint_id::text, a.endpoint,
      coalesce(a.price_id::text, '00000000-0000-0000-0000-000000000000') AS price_id, coalesce(a.price_step, 0) AS price_step,
      coalesce(a.list_price_id::text, '00000000-0000-0000-0000-000000000000') AS list_price_id, coalesce(a.list_price_step, 0) AS list_price_step,
      c.api_key_id::text, a.outcome, a.cause, c.outcome = 'served' AS call_served, a.basis,
      count(*)::text AS attempts,
      coalesce(sum(a.cost_pico), 0)::text AS cost_pico,
      coalesce(sum(CASE WHEN a.outcome = 'served' AND a.cost_pico >= 0 THEN c.primary_cost_pico END), 0)::text AS primary_cost_pico,
      count(CASE WHEN a.outcome = 'served' AND a.cost_pico >= 0 THEN c.primary_cost_pico END)::text AS primary_known,
      coalesce(sum(a.input), 0)::text AS input, coalesce(sum(a.cached_input), 0)::text AS cached_input,
      coalesce(sum(a.output), 0)::text AS output, coalesce(sum(a.reasoning), 0)::text AS reasoning,
      coalesce(sum(a.cost_pico), 0)::text AS cost_by_class
    FROM attempts a JOIN calls c ON c.team_id = a.team_id AND c.id = a.call_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15`);
}
