import { NIL_ID } from "@/lib/core/profile";
import { LATENCY_ROLLUP } from "@/lib/ledger/latency-sums";
import { ENDPOINT_SUMS, OUTCOME_SUMS, SPANS } from "@/lib/ledger/page-sums";
import { addTo, ATTEMPT_ROLLUP, CALL_ROLLUP } from "@/lib/ledger/rollups";
import { ATTEMPT_COLUMNS, CALL_COLUMNS } from "@/lib/ledger/rows";
import { TAG_ROLLUP } from "@/lib/ledger/tag-sums";
import { LONG_INPUT_TOKENS } from "./config";

/**
 * What calls are drawn from: chains of four tiers, each with the prices of short and of long requests, and six API keys.
 * Chain 3 is what a request named itself, of the first profile's endpoints. $1: the team's id.
 */
export const PREPARE = [
  "CREATE SCHEMA bench",
  `CREATE TABLE bench.prices AS
    SELECT p.endpoint_id, p.id AS price_id, is_long, coalesce(s.steps, 0) AS price_step, coalesce(s.input, p.input) AS input,
      coalesce(p.cached_input, s.input, p.input) AS cached_input, p.output, coalesce(p.reasoning, p.output) AS reasoning
    FROM prices p CROSS JOIN (VALUES (false), (true)) AS length (is_long)
    LEFT JOIN LATERAL (SELECT 1 AS steps, input FROM price_steps s WHERE s.price_id = p.id AND is_long) s ON true`,
  `CREATE TABLE bench.tiers AS
    SELECT v.chain, v.version_id, v.slug, t.position AS tier, t.endpoint_id, r.slug || '/' || e.model AS endpoint, r.slug AS provider,
      is_long, p.price_id, coalesce(p.price_step, 0) AS price_step, p.input, p.cached_input, p.output, p.reasoning
    FROM (
      SELECT row_number() OVER (ORDER BY p.slug) - 1 AS chain, v.id AS version_id, v.id AS tiers_of, p.slug
      FROM profiles p JOIN profile_versions v ON v.id = p.current_version_id
      UNION ALL
      SELECT 3, '${NIL_ID}', p.current_version_id, '(ad hoc)' FROM profiles p WHERE p.slug = 'profile-0'
    ) v
    JOIN tiers t ON t.profile_version_id = v.tiers_of
    JOIN endpoints e ON e.id = t.endpoint_id
    JOIN providers r ON r.id = e.provider_id
    CROSS JOIN (VALUES (false), (true)) AS length (is_long)
    LEFT JOIN bench.prices p USING (endpoint_id, is_long)`,
  `CREATE TABLE bench.chains AS
    SELECT chain, version_id, slug, jsonb_agg(jsonb_build_object('endpoint', endpoint, 'tier', tier, 'kept', true, 'reason', 'next in order',
      'drop', null, 'expectedCostUsd', null, 'expectedMs', null) ORDER BY tier) AS plan
    FROM bench.tiers WHERE NOT is_long GROUP BY 1, 2, 3`,
  `INSERT INTO api_keys (team_id, id, key_id, name, secret_hmac, pepper_version, last4, owner_id)
    SELECT team_id, gen_random_uuid(), key_id || number, 'key ' || number, secret_hmac, pepper_version, last4, owner_id
    FROM api_keys, generate_series(1, 5) number`,
  "CREATE TABLE bench.keys AS SELECT row_number() OVER (ORDER BY name) - 1 AS key, id AS api_key_id, owner_id AS member_id, team_id FROM api_keys",
  "ANALYZE",
];

/** Of sixteen failures. What was cut or stalled may be charged, by nobody knows how much. */
const CAUSES = [
  ...Array<string>(6).fill("rate_limited"), ...Array<string>(3).fill("overloaded"), ...Array<string>(3).fill("server_error"),
  "timeout_first_token", "network", "timeout_stall", "malformed",
].map((cause) => `'${cause}'`);

/** Bits of a hash as a whole number below 2^`count`. */
const bits = (hash: string, from: number, count: number) => `((${hash} >> ${from}) & ${2 ** count - 1})`;

/** The id of a moment, with 74 bits of a hash: as `uuidv7` of lib/core makes it. */
function idOf(ms: string, hash: string): string {
  return `encode(int8send((${ms} << 16) | 28672 | ${bits(hash, 0, 12)}) || int8send((-9223372036854775808) | (hashint8extended(${hash}, 7) & 4611686018427387903)), 'hex')::uuid`;
}

/** For each connection that fills. */
export const CONNECT = [
  "SET synchronous_commit = off",
  "SET work_mem = '256MB'",
  "SET temp_buffers = '512MB'",
  // The tables below are never analysed: everything is joined by hash, whatever their size is taken for.
  "SET enable_mergejoin = off",
  "SET enable_nestloop = off",
  "CREATE TEMP TABLE drawn (number bigint, ms bigint, id uuid, chain int, key int, failing int, is_aborted bool, fate bigint, usage bigint, input int, cached_input int, output int, reasoning int, basis text)",
  `CREATE TEMP TABLE tried (call_number bigint, number int, tier int, id uuid, ms bigint, outcome text, cause text, has_usage bool,
    endpoint_id uuid, endpoint text, provider text, price_id uuid, price_step int, cost_pico bigint, basis text,
    input_units bigint, cached_input_units bigint, output_units bigint, reasoning_units bigint,
    input_cost_pico bigint, cached_input_cost_pico bigint, output_cost_pico bigint, reasoning_cost_pico bigint)`,
];

/** Calls number $1 to $2, spread evenly over the $4 milliseconds from $3 on. What they are follows from their number. */
export const DRAW = `
  INSERT INTO drawn
  SELECT number, ms, ${idOf("ms", "fate")}, chain, key,
    CASE WHEN luck < 16 THEN 4 WHEN luck < 32 THEN 3 WHEN luck < 96 THEN 2 WHEN luck < 300 THEN 1 ELSE 0 END, luck BETWEEN 300 AND 340,
    fate, usage, input, CASE WHEN ${bits("usage", 15, 2)} = 0 THEN input / 2 ELSE 0 END, output, CASE WHEN chain = 1 THEN output / 2 ELSE 0 END,
    CASE WHEN ${bits("usage", 26, 10)} < 4 THEN 'unknown' WHEN ${bits("usage", 26, 10)} < 14 THEN 'estimated' ELSE 'reported' END
  FROM (
    SELECT number, fate, usage, $3::bigint + (number - $1::bigint) * $4::bigint / ($2::bigint - $1::bigint + 1) AS ms,
      CASE WHEN ${bits("fate", 0, 10)} < 560 THEN 0 WHEN ${bits("fate", 0, 10)} < 850 THEN 1 WHEN ${bits("fate", 0, 10)} < 1010 THEN 2 ELSE 3 END AS chain,
      CASE WHEN ${bits("fate", 10, 3)} < 6 THEN ${bits("fate", 10, 3)} ELSE 0 END AS key, ${bits("fate", 20, 12)} AS luck,
      50 + ${bits("usage", 0, 10)} + CASE WHEN ${bits("usage", 10, 5)} = 0 THEN 12000 ELSE 0 END AS input, 20 + ${bits("usage", 17, 9)} AS output
    FROM (SELECT number, hashint8extended(number, 1) AS fate, hashint8extended(number, 2) AS usage FROM generate_series($1::bigint, $2::bigint) number OFFSET 0) hashed
    OFFSET 0
  ) chosen`;

/** Every tier that fails, and then the one that serves; without usage no cost is known, without acceptance it is nothing. */
export const TRY = `
  INSERT INTO tried
  SELECT call_number, number, tier, ${idOf("ms", "hash")}, ms, outcome, cause, has_usage, endpoint_id, endpoint, provider, price_id, price_step,
    CASE WHEN has_usage AND price_id IS NOT NULL THEN units_in * input + units_cached * cached_input + units_out * output + units_reasoning * reasoning
      WHEN is_free THEN 0 END,
    CASE WHEN is_free THEN 'reported' WHEN price_id IS NULL OR NOT has_usage THEN 'unknown' ELSE basis END,
    units_in, units_cached, units_out, units_reasoning, units_in * input, units_cached * cached_input, units_out * output, units_reasoning * reasoning
  FROM (
    SELECT d.number AS call_number, n AS number, t.tier, d.ms + 40 * (n - 1) AS ms, hashint8extended(d.fate, n) AS hash, t.endpoint_id, t.endpoint, t.provider,
      how.outcome, how.cause, how.is_free, how.has_usage, d.basis, t.price_step, CASE WHEN how.has_usage THEN t.price_id END AS price_id,
      CASE WHEN how.has_usage AND t.price_id IS NOT NULL THEN d.input - d.cached_input END AS units_in,
      CASE WHEN how.has_usage AND t.price_id IS NOT NULL THEN d.cached_input END AS units_cached,
      CASE WHEN how.has_usage AND t.price_id IS NOT NULL THEN d.output - d.reasoning END AS units_out,
      CASE WHEN how.has_usage AND t.price_id IS NOT NULL THEN d.reasoning END AS units_reasoning, t.input, t.cached_input, t.output, t.reasoning
    FROM drawn d
    CROSS JOIN LATERAL generate_series(1, least(d.failing + 1, 4)) n
    JOIN bench.tiers t ON t.chain = d.chain AND t.tier = n AND t.is_long = (d.input > ${LONG_INPUT_TOKENS})
    CROSS JOIN LATERAL (
      SELECT outcome, cause, outcome = 'failed' AND cause NOT IN ('timeout_stall', 'malformed') AS is_free,
        CASE outcome WHEN 'served' THEN d.basis <> 'unknown' WHEN 'aborted' THEN false ELSE cause = 'malformed' END AS has_usage
      FROM (
        SELECT outcome, CASE WHEN outcome = 'failed' THEN (ARRAY[${CAUSES.join(", ")}])[1 + ((d.fate >> (32 + 4 * n)) & 15)] ELSE '' END AS cause
        FROM (SELECT CASE WHEN n <= d.failing THEN 'failed' WHEN d.is_aborted THEN 'aborted' ELSE 'served' END AS outcome OFFSET 0) ended
        OFFSET 0
      ) ended OFFSET 0
    ) how
  ) attempt`;

const at = (ms: string) => `to_timestamp(${ms} / 1000.0)`;
const quarter = "to_timestamp(d.ms / 900000 * 900)";
/** The served usage at another tier's price. */
const repriced = (price: string) =>
  `(d.input - d.cached_input) * ${price}.input + d.cached_input * ${price}.cached_input + (d.output - d.reasoning) * ${price}.output + d.reasoning * ${price}.reasoning`;
const isServedKnown = "s.outcome = 'served' AND s.cost_pico IS NOT NULL";

const GIVEN_CALLS = `
  SELECT k.team_id, d.id, ${at("d.ms")} AS started_at, c.version_id AS profile_version_id, c.slug AS profile_slug, k.api_key_id, k.member_id,
    'profile/' || c.slug AS requested_model, ${bits("d.usage", 40, 1)} = 1 AS stream, s.outcome, CASE WHEN s.outcome = 'failed' THEN s.cause ELSE '' END AS cause,
    CASE s.outcome WHEN 'served' THEN 200 WHEN 'aborted' THEN 499 ELSE 502 END AS http_status,
    CASE WHEN s.outcome = 'served' THEN s.tier ELSE 0 END AS served_tier, CASE WHEN s.outcome = 'served' THEN s.endpoint ELSE '' END AS served_endpoint,
    CASE WHEN s.outcome = 'served' THEN s.tier ELSE 0 END AS plan_position, s.outcome = 'served' AND d.failing > 0 AS rescued, c.plan,
    jsonb_build_object('feature', 'feature-' || ${bits("d.usage", 44, 3)}) AS tags, a.attempt_count, a.unknown_attempts, a.cost_pico,
    CASE WHEN s.outcome = 'served' THEN s.cost_pico END AS served_cost_pico,
    CASE WHEN ${isServedKnown} THEN ${repriced("p")} END AS primary_cost_pico, CASE WHEN ${isServedKnown} THEN ${repriced("b")} END AS baseline_cost_pico,
    s.outcome = 'served' AND a.unknown_attempts = 0 AND b.input IS NOT NULL AS comparable,
    CASE WHEN s.outcome = 'served' THEN 80 + ${bits("d.usage", 30, 9)} + 40 * d.failing END::int AS first_token_ms,
    (200 + 40 * d.failing + d.output * 8)::int AS total_ms, (150 + ${bits("d.usage", 50, 7)})::int AS overhead_us, ${quarter} AS bucket
  FROM drawn d
  JOIN bench.chains c USING (chain)
  JOIN bench.keys k USING (key)
  JOIN (
    SELECT call_number, count(*)::int AS attempt_count, (count(*) FILTER (WHERE cost_pico IS NULL))::int AS unknown_attempts, coalesce(sum(cost_pico), 0)::bigint AS cost_pico
    FROM tried GROUP BY 1
  ) a ON a.call_number = d.number
  JOIN tried s ON s.call_number = d.number AND s.number = least(d.failing + 1, 4)
  JOIN bench.tiers p ON p.chain = d.chain AND p.tier = 1 AND p.is_long = (d.input > ${LONG_INPUT_TOKENS})
  LEFT JOIN bench.tiers b ON d.chain < 3 AND b.chain = 0 AND b.tier = 4 AND b.is_long = (d.input > ${LONG_INPUT_TOKENS})`;

const GIVEN_ATTEMPTS = `
  SELECT k.team_id, t.id, d.id AS call_id, ${at("t.ms")} AS started_at, t.number, t.tier, 0 AS retry, t.endpoint_id, t.endpoint, t.provider, t.outcome, t.cause,
    CASE t.outcome WHEN 'served' THEN 200 WHEN 'failed' THEN 503 END AS http_status, 0 AS connect_ms,
    CASE WHEN t.outcome = 'served' THEN (80 + ${bits("d.usage", 30, 9)})::int END AS first_token_ms,
    CASE WHEN t.outcome = 'failed' THEN 38 ELSE (160 + d.output * 8)::int END AS total_ms,
    CASE WHEN t.has_usage THEN d.input END AS input, CASE WHEN t.has_usage THEN d.cached_input END AS cached_input,
    CASE WHEN t.has_usage THEN 0 END AS cache_write_5m, CASE WHEN t.has_usage THEN 0 END AS cache_write_1h,
    CASE WHEN t.has_usage THEN d.output END AS output, CASE WHEN t.has_usage THEN d.reasoning END AS reasoning,
    t.price_id, CASE WHEN t.price_id IS NOT NULL THEN t.price_step END AS price_step, NULL::uuid AS list_price_id, NULL::int AS list_price_step, t.cost_pico, t.basis,
    CASE WHEN t.outcome = 'failed' THEN '503 Service Unavailable' ELSE '' END AS detail,
    ${quarter} AS bucket, c.version_id AS profile_version_id, k.api_key_id, d.failing < 4 AND NOT d.is_aborted AS call_served,
    t.input_units, t.cached_input_units, 0 AS cache_write_5m_units, 0 AS cache_write_1h_units, t.output_units, t.reasoning_units, (t.price_id IS NOT NULL)::int AS request_units,
    t.input_cost_pico, t.cached_input_cost_pico, 0 AS cache_write_5m_cost_pico, 0 AS cache_write_1h_cost_pico, t.output_cost_pico, t.reasoning_cost_pico, 0 AS request_cost_pico,
    CASE WHEN t.outcome = 'served' AND t.cost_pico IS NOT NULL THEN ${repriced("p")} ELSE 0 END AS primary_cost_pico,
    (t.outcome = 'served' AND t.cost_pico IS NOT NULL)::int AS primary_known
  FROM tried t
  JOIN drawn d ON d.number = t.call_number
  JOIN bench.chains c USING (chain)
  JOIN bench.keys k USING (key)
  JOIN bench.tiers p ON p.chain = d.chain AND p.tier = 1 AND p.is_long = (d.input > ${LONG_INPUT_TOKENS})`;

const insert = (table: string, columns: object, source: string) =>
  `INSERT INTO ${table} (${Object.keys(columns).join(", ")}) SELECT ${Object.keys(columns).join(", ")} FROM ${source}`;

/** A rollup by quarter-hour as the one by UTC day that goes with it. */
const byDay = <Of extends { key: object; sums: Record<string, string> }>({ key, sums }: Of, table: string) =>
  ({ table, key: { ...key, bucket: "date_trunc('day', bucket, 'UTC')" } as Record<string, string>, sums });

const QUARTERS_AND_DAYS = `LATERAL (VALUES ('quarter', bucket), ('day', date_trunc('day', bucket, 'UTC'))) AS span (unit, start)`;
const spanned = (key: object) =>
  Object.fromEntries(Object.keys(key).map((name) => [name, name === "unit" ? "span.unit" : name === "bucket" ? "span.start" : name]));

/** How often each bucket of 2% was met, as lib/core/log-bucket.ts counts and writes them down: twelve digits for each. */
const COUNTED = `(
  SELECT team_id, bucket, profile_version_id, served_tier, served_endpoint, api_key_id, outcome, what,
    CASE WHEN ms < 1 THEN 0 ELSE 1 + floor(ln(ms::float8) / ln(1.02::float8))::int END AS place, count(*) AS met
  FROM given_calls CROSS JOIN LATERAL (VALUES ('first', first_token_ms), ('total', total_ms)) AS measured (what, ms)
  WHERE ms IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
) AS counted`;
const sumOf = (what: string, each: string) => `coalesce(sum(${each}) FILTER (WHERE what = '${what}'), 0)`;
const DIGITS = "met * ('1e' || 12 * place)::numeric";
const LATENCIES = {
  table: LATENCY_ROLLUP.table,
  key: spanned(LATENCY_ROLLUP.key),
  sums: {
    calls: sumOf("total", "met"), first_tokens: sumOf("first", "met"), first_token_ms: sumOf("first", DIGITS), total_ms: sumOf("total", DIGITS),
  } satisfies Record<(typeof LATENCY_ROLLUP.sums)[number], string>,
};

/** All of a call's tags have names of their own: there are eight values of one tag. */
const TAGS = {
  table: TAG_ROLLUP.table,
  key: spanned(TAG_ROLLUP.key),
  sums: {
    calls: "count(*)", known: "count(*) FILTER (WHERE unknown_attempts = 0)", cost_pico: "sum(cost_pico)",
  } satisfies Record<(typeof TAG_ROLLUP.sums)[number], string>,
};

/** Rows, and what the product's own expressions add up of them. */
export const WRITE = [
  `CREATE TEMP TABLE given_calls AS ${GIVEN_CALLS}`,
  `CREATE TEMP TABLE given_attempts AS ${GIVEN_ATTEMPTS}`,
  insert("calls", CALL_COLUMNS, "given_calls"),
  insert("attempts", ATTEMPT_COLUMNS, "given_attempts"),
  addTo(CALL_ROLLUP, "given_calls"),
  addTo(byDay(CALL_ROLLUP, "call_rollup_days"), "given_calls"),
  addTo(ATTEMPT_ROLLUP, "given_attempts"),
  addTo(byDay(ATTEMPT_ROLLUP, "attempt_rollup_days"), "given_attempts"),
  addTo(OUTCOME_SUMS, `given_calls CROSS JOIN ${SPANS}`),
  addTo(ENDPOINT_SUMS, `given_attempts CROSS JOIN ${SPANS}`),
  addTo(LATENCIES, `${COUNTED} CROSS JOIN ${QUARTERS_AND_DAYS}`),
  addTo(TAGS, `given_calls CROSS JOIN LATERAL jsonb_each_text(tags) AS pair (tag, value) CROSS JOIN ${QUARTERS_AND_DAYS}`),
  "DROP TABLE given_calls, given_attempts",
];
