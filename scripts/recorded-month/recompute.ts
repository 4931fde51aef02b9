import type { Db } from "@/lib/db";

/** Sums of one value of a dimension; amounts in pico-USD as text. */
export type Recomputed = { id: string; calls: number; attempts: number; unknown: number; pico: string };

export type RecomputedMonth = Record<"total" | "day" | "profile" | "provider" | "model" | "key" | "member" | "tier" | "tag", Recomputed[]> & {
  served: number; rescued: number; wastePico: string; abortedPico: string; comparable: number; savingsPico: string;
  /** All that is known, at the list price of its time. */
  listPico: string;
  /** By basis. */
  certainty: Record<string, string>;
};

/** By attempts. `$1` to `$4` are the team, the month's first moment, its end, and the zone. Days are cut by PostgreSQL's own time zones. */
const ATTEMPTS = `
  SELECT a.*, c.profile_slug, c.api_key_id, c.member_id, c.started_at AS call_started_at, c.outcome AS call_outcome
  FROM calls c JOIN attempts a ON a.team_id = c.team_id AND a.call_id = c.id
  WHERE c.team_id = $1::uuid AND c.started_at >= $2::timestamptz AND c.started_at < $3::timestamptz AND $4::text <> ''`;
const CALLS = `
  SELECT * FROM calls c WHERE c.team_id = $1::uuid AND c.started_at >= $2::timestamptz AND c.started_at < $3::timestamptz AND $4::text <> ''`;

/** How a dimension is read from an attempt, and how a call is: by who served it, or by what it was itself. */
const DIMENSIONS = {
  total: ["''", "''"],
  day: ["to_char(a.call_started_at AT TIME ZONE $4, 'YYYY-MM-DD')", "to_char(c.started_at AT TIME ZONE $4, 'YYYY-MM-DD')"],
  profile: ["a.profile_slug", "c.profile_slug"],
  provider: ["a.provider", "split_part(c.served_endpoint, '/', 1)"],
  model: ["substr(a.endpoint, length(a.provider) + 2)", "substr(c.served_endpoint, length(split_part(c.served_endpoint, '/', 1)) + 2)"],
  key: ["a.api_key_id::text", "c.api_key_id::text"],
  member: ["a.member_id::text", "c.member_id::text"],
  tier: ["a.profile_slug || ' ' || a.endpoint", "CASE WHEN c.served_endpoint = '' THEN '' ELSE c.profile_slug || ' ' || c.served_endpoint END"],
} as const;

/** A month added up from the rows of calls and attempts by plain SQL: with no rollup and no code of the reports. */
export async function recomputeMonth(db: Db, teamId: string, { from, to, zone }: { from: Date; to: Date; zone: string }): Promise<RecomputedMonth> {
  const ask = <Row>(sql: string) => db.$queryRawUnsafe<Row[]>(sql, teamId, from.toISOString(), to.toISOString(), zone);
  const lists: Partial<Record<string, Recomputed[]>> = {};
  for (const [name, [ofAttempt, ofCall]] of Object.entries(DIMENSIONS)) {
    lists[name] = await ask<Recomputed>(`
      SELECT id, coalesce(calls, 0)::float8 AS calls, coalesce(attempts, 0)::float8 AS attempts, coalesce(unknown, 0)::float8 AS unknown, coalesce(pico, 0)::text AS pico
      FROM (SELECT ${ofAttempt} AS id, count(*) AS attempts, count(*) FILTER (WHERE a.cost_pico IS NULL) AS unknown, sum(a.cost_pico) AS pico FROM (${ATTEMPTS}) a GROUP BY 1) of_attempts
      FULL JOIN (SELECT ${ofCall} AS id, count(*) AS calls FROM (${CALLS}) c GROUP BY 1) of_calls USING (id) ORDER BY id COLLATE "C"`);
  }
  const tag = await ask<Recomputed>(`
    SELECT tag || '=' || value AS id, count(*)::float8 AS calls, 0::float8 AS attempts, count(*) FILTER (WHERE unknown_attempts > 0)::float8 AS unknown, sum(cost_pico)::text AS pico
    FROM (${CALLS}) c CROSS JOIN LATERAL jsonb_each_text(c.tags) AS pair (tag, value) GROUP BY 1 ORDER BY 1`);
  const [facts] = await ask<Record<"served" | "rescued" | "comparable", number> & Record<"baseline" | "compared", string>>(`
    SELECT count(*) FILTER (WHERE outcome = 'served')::float8 AS served, count(*) FILTER (WHERE rescued)::float8 AS rescued, count(*) FILTER (WHERE comparable)::float8 AS comparable,
      coalesce(sum(baseline_cost_pico) FILTER (WHERE comparable), 0)::text AS baseline, coalesce(sum(cost_pico) FILTER (WHERE comparable), 0)::text AS compared
    FROM (${CALLS}) c`);
  const [spent] = await ask<Record<"waste" | "aborted" | "unserved", string>>(`
    SELECT coalesce(sum(cost_pico) FILTER (WHERE outcome = 'failed'), 0)::text AS waste, coalesce(sum(cost_pico) FILTER (WHERE outcome = 'aborted'), 0)::text AS aborted,
      coalesce(sum(cost_pico) FILTER (WHERE call_outcome <> 'served'), 0)::text AS unserved
    FROM (${ATTEMPTS}) a`);
  const bases = await ask<{ basis: string; pico: string }>(`SELECT basis, coalesce(sum(cost_pico), 0)::text AS pico FROM (${ATTEMPTS}) a GROUP BY 1`);
  // An agreed price beside a list price without steps or a fee, as the recorded month has it.
  const [list] = await ask<{ pico: string }>(`
    SELECT coalesce(sum(CASE WHEN a.list_price_id IS NULL OR a.cost_pico IS NULL THEN a.cost_pico ELSE
      (a.input - a.cached_input - a.cache_write_5m - a.cache_write_1h)::numeric * p.input + a.cached_input::numeric * coalesce(p.cached_input, p.input)
      + (a.cache_write_5m + a.cache_write_1h)::numeric * p.input + a.output::numeric * p.output END), 0)::text AS pico
    FROM (${ATTEMPTS}) a LEFT JOIN prices p ON p.team_id = a.team_id AND p.id = a.list_price_id`);
  if (!facts || !spent || !list) throw new Error("the database gave no sums");
  return {
    ...(lists as Record<keyof typeof DIMENSIONS, Recomputed[]>), tag,
    served: facts.served, rescued: facts.rescued, comparable: facts.comparable, wastePico: spent.waste, abortedPico: spent.aborted,
    savingsPico: String(BigInt(facts.baseline) - BigInt(facts.compared) - BigInt(spent.unserved)),
    listPico: list.pico,
    certainty: Object.fromEntries(bases.map(({ basis, pico }) => [basis, pico])),
  };
}
