-- CreateTable
CREATE TABLE "endpoint_sums" (
    "team_id" UUID NOT NULL,
    "unit" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "tier" INTEGER NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "attempts" BIGINT NOT NULL,
    "unknown" BIGINT NOT NULL,
    "auth_failures" BIGINT NOT NULL,
    "credit_failures" BIGINT NOT NULL,
    "not_found_failures" BIGINT NOT NULL,
    "served" BIGINT NOT NULL,
    "served_known" BIGINT NOT NULL,
    "served_tokens" BIGINT NOT NULL,
    "served_cost_pico" DECIMAL NOT NULL,
    "primary_cost_pico" DECIMAL NOT NULL,
    "primary_known" BIGINT NOT NULL,
    "waste_pico" DECIMAL NOT NULL,
    "aborted_pico" DECIMAL NOT NULL,
    "unserved_pico" DECIMAL NOT NULL,

    CONSTRAINT "endpoint_sums_pkey" PRIMARY KEY ("team_id","unit","bucket","profile_version_id","tier","endpoint_id","endpoint")
);

-- CreateTable
CREATE TABLE "outcome_sums" (
    "team_id" UUID NOT NULL,
    "unit" TEXT NOT NULL,
    "bucket" TIMESTAMPTZ(3) NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "calls" BIGINT NOT NULL,
    "rescued" BIGINT NOT NULL,
    "comparable" BIGINT NOT NULL,
    "comparable_cost_pico" DECIMAL NOT NULL,
    "baseline_cost_pico" DECIMAL NOT NULL,

    CONSTRAINT "outcome_sums_pkey" PRIMARY KEY ("team_id","unit","bucket","profile_version_id","outcome")
);

-- What is booked already.

INSERT INTO "endpoint_sums"
SELECT team_id, span.unit, CASE span.unit WHEN 'quarter' THEN bucket ELSE date_trunc(span.unit, bucket, 'UTC') END AS start,
  profile_version_id, tier, endpoint_id, endpoint, sum(attempts), coalesce(sum(attempts) FILTER (WHERE basis = 'unknown'), 0),
  coalesce(sum(attempts) FILTER (WHERE outcome = 'failed' AND cause = 'auth'), 0),
  coalesce(sum(attempts) FILTER (WHERE outcome = 'failed' AND cause = 'credit'), 0),
  coalesce(sum(attempts) FILTER (WHERE outcome = 'failed' AND cause = 'not_found'), 0),
  coalesce(sum(attempts) FILTER (WHERE outcome = 'served'), 0),
  coalesce(sum(attempts) FILTER (WHERE outcome = 'served' AND basis <> 'unknown'), 0),
  coalesce(sum(input_units + cached_input_units + cache_write_5m_units + cache_write_1h_units + output_units + reasoning_units)
    FILTER (WHERE outcome = 'served' AND basis <> 'unknown'), 0),
  coalesce(sum(cost_pico) FILTER (WHERE outcome = 'served' AND basis <> 'unknown'), 0),
  coalesce(sum(primary_cost_pico) FILTER (WHERE outcome = 'served' AND basis <> 'unknown'), 0),
  coalesce(sum(primary_known) FILTER (WHERE outcome = 'served' AND basis <> 'unknown'), 0),
  coalesce(sum(cost_pico) FILTER (WHERE outcome = 'failed'), 0),
  coalesce(sum(cost_pico) FILTER (WHERE outcome = 'aborted'), 0),
  coalesce(sum(cost_pico) FILTER (WHERE NOT call_served), 0)
FROM "attempt_rollups" CROSS JOIN (VALUES ('quarter'), ('hour'), ('day')) AS span (unit)
GROUP BY 1, 2, 3, 4, 5, 6, 7;

INSERT INTO "outcome_sums"
SELECT team_id, span.unit, CASE span.unit WHEN 'quarter' THEN bucket ELSE date_trunc(span.unit, bucket, 'UTC') END AS start,
  profile_version_id, outcome, sum(calls), sum(rescued), sum(comparable), sum(comparable_cost_pico), sum(baseline_cost_pico)
FROM "call_rollups" CROSS JOIN (VALUES ('quarter'), ('hour'), ('day')) AS span (unit)
GROUP BY 1, 2, 3, 4, 5;
