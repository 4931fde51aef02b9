-- CreateTable
CREATE TABLE "call_rollup_days" (
    "team_id" UUID NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "served_tier" INTEGER NOT NULL,
    "served_endpoint" TEXT NOT NULL,
    "plan_position" INTEGER NOT NULL,
    "api_key_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "calls" BIGINT NOT NULL,
    "rescued" BIGINT NOT NULL,
    "known" BIGINT NOT NULL,
    "comparable" BIGINT NOT NULL,
    "comparable_cost_pico" DECIMAL NOT NULL,
    "baseline_cost_pico" DECIMAL NOT NULL,

    CONSTRAINT "call_rollup_days_pkey" PRIMARY KEY ("team_id","bucket","profile_version_id","served_tier","served_endpoint","plan_position","api_key_id","member_id","outcome","cause")
);

-- CreateTable
CREATE TABLE "attempt_rollup_days" (
    "team_id" UUID NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "tier" INTEGER NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "price_id" UUID NOT NULL,
    "price_step" INTEGER NOT NULL,
    "api_key_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "call_served" BOOLEAN NOT NULL,
    "basis" TEXT NOT NULL,
    "attempts" BIGINT NOT NULL,
    "input_units" BIGINT NOT NULL,
    "cached_input_units" BIGINT NOT NULL,
    "cache_write_5m_units" BIGINT NOT NULL,
    "cache_write_1h_units" BIGINT NOT NULL,
    "output_units" BIGINT NOT NULL,
    "reasoning_units" BIGINT NOT NULL,
    "request_units" BIGINT NOT NULL,
    "input_cost_pico" DECIMAL NOT NULL,
    "cached_input_cost_pico" DECIMAL NOT NULL,
    "cache_write_5m_cost_pico" DECIMAL NOT NULL,
    "cache_write_1h_cost_pico" DECIMAL NOT NULL,
    "output_cost_pico" DECIMAL NOT NULL,
    "reasoning_cost_pico" DECIMAL NOT NULL,
    "request_cost_pico" DECIMAL NOT NULL,
    "cost_pico" DECIMAL NOT NULL,
    "primary_cost_pico" DECIMAL NOT NULL,
    "primary_known" BIGINT NOT NULL,

    CONSTRAINT "attempt_rollup_days_pkey" PRIMARY KEY ("team_id","bucket","profile_version_id","tier","endpoint_id","endpoint","price_id","price_step","api_key_id","outcome","cause","call_served","basis")
);

-- CreateTable
CREATE TABLE "latency_rollups" (
    "team_id" UUID NOT NULL,
    "unit" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "served_tier" INTEGER NOT NULL,
    "served_endpoint" TEXT NOT NULL,
    "api_key_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "calls" BIGINT NOT NULL,
    "first_tokens" BIGINT NOT NULL,
    "first_token_ms" DECIMAL NOT NULL,
    "total_ms" DECIMAL NOT NULL,

    CONSTRAINT "latency_rollups_pkey" PRIMARY KEY ("team_id","unit","bucket","profile_version_id","served_tier","served_endpoint","api_key_id","outcome")
);

-- CreateTable
CREATE TABLE "tag_rollups" (
    "team_id" UUID NOT NULL,
    "unit" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "tag" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "calls" BIGINT NOT NULL,
    "known" BIGINT NOT NULL,
    "cost_pico" DECIMAL NOT NULL,

    CONSTRAINT "tag_rollups_pkey" PRIMARY KEY ("team_id","unit","bucket","tag","value","profile_version_id")
);

-- What is booked already: days from the quarter-hours, the rest from the calls that are kept.

INSERT INTO "call_rollup_days"
SELECT team_id, date_trunc('day', bucket, 'UTC'), profile_version_id, served_tier, served_endpoint, plan_position, api_key_id, member_id,
  outcome, cause, sum(calls), sum(rescued), sum(known), sum(comparable), sum(comparable_cost_pico), sum(baseline_cost_pico)
FROM "call_rollups"
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

INSERT INTO "attempt_rollup_days"
SELECT team_id, date_trunc('day', bucket, 'UTC'), profile_version_id, tier, endpoint_id, endpoint, price_id, price_step, api_key_id, outcome,
  cause, call_served, basis, sum(attempts), sum(input_units), sum(cached_input_units), sum(cache_write_5m_units), sum(cache_write_1h_units),
  sum(output_units), sum(reasoning_units), sum(request_units), sum(input_cost_pico), sum(cached_input_cost_pico),
  sum(cache_write_5m_cost_pico), sum(cache_write_1h_cost_pico), sum(output_cost_pico), sum(reasoning_cost_pico), sum(request_cost_pico),
  sum(cost_pico), sum(primary_cost_pico), sum(primary_known)
FROM "attempt_rollups"
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13;

-- Buckets of 2%, twelve decimal digits for each, as lib/core/log-bucket.ts has them.
INSERT INTO "latency_rollups"
WITH counted AS (
  SELECT team_id, span.unit, to_timestamp(floor(extract(epoch FROM started_at) / span.seconds) * span.seconds) AS start,
    profile_version_id, served_tier, served_endpoint, api_key_id, outcome, measured.what,
    CASE WHEN measured.ms < 1 THEN 0 ELSE 1 + floor(ln(measured.ms::float8) / ln(1.02::float8))::integer END AS place, count(*) AS calls
  FROM "calls"
  CROSS JOIN (VALUES ('quarter', 900), ('day', 86400)) AS span (unit, seconds)
  CROSS JOIN LATERAL (VALUES ('first token', first_token_ms), ('total', total_ms)) AS measured (what, ms)
  WHERE measured.ms IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
)
SELECT team_id, unit, start, profile_version_id, served_tier, served_endpoint, api_key_id, outcome,
  sum(calls) FILTER (WHERE what = 'total'), coalesce(sum(calls) FILTER (WHERE what = 'first token'), 0),
  coalesce(sum(calls * ('1e' || 12 * place)::numeric) FILTER (WHERE what = 'first token'), 0),
  sum(calls * ('1e' || 12 * place)::numeric) FILTER (WHERE what = 'total')
FROM counted
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- Of a team's day, the 50 tags and the 200 values of each that most calls have; the others are `(other)`, once for a call.
INSERT INTO "tag_rollups"
WITH tagged AS (
  SELECT team_id, id, started_at, date_trunc('day', started_at, 'UTC') AS day, profile_version_id, pair.tag, pair.value,
    unknown_attempts = 0 AS is_known, cost_pico
  FROM "calls" CROSS JOIN LATERAL jsonb_each_text(tags) AS pair (tag, value)
), named_tags AS (
  SELECT team_id, day, tag FROM (
    SELECT team_id, day, tag, row_number() OVER (PARTITION BY team_id, day ORDER BY count(*) DESC, tag) AS place
    FROM tagged WHERE length(tag) <= 128 AND tag <> '(other)' GROUP BY 1, 2, 3
  ) AS ranked WHERE place <= 50
), named_values AS (
  SELECT team_id, day, tag, value FROM (
    SELECT team_id, day, tag, value, row_number() OVER (PARTITION BY team_id, day, tag ORDER BY count(*) DESC, value) AS place
    FROM tagged WHERE length(value) <= 128 GROUP BY 1, 2, 3, 4
  ) AS ranked WHERE place <= 200
), counted AS (
  SELECT DISTINCT team_id, id, started_at, profile_version_id, is_known, cost_pico, coalesce(named_tags.tag, '(other)') AS tag,
    CASE WHEN named_tags.tag IS NULL OR named_values.value IS NULL THEN '(other)' ELSE tagged.value END AS value
  FROM tagged
  LEFT JOIN named_tags USING (team_id, day, tag)
  LEFT JOIN named_values USING (team_id, day, tag, value)
)
SELECT team_id, span.unit, to_timestamp(floor(extract(epoch FROM started_at) / span.seconds) * span.seconds) AS start, tag, value,
  profile_version_id, count(*), count(*) FILTER (WHERE is_known), sum(cost_pico)
FROM counted CROSS JOIN (VALUES ('quarter', 900), ('day', 86400)) AS span (unit, seconds)
GROUP BY 1, 2, 3, 4, 5, 6;
