-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'admin', 'member', 'viewer');

-- CreateEnum
CREATE TYPE "Strategy" AS ENUM ('ordered');

-- CreateEnum
CREATE TYPE "Dialect" AS ENUM ('openai');

-- CreateTable
CREATE TABLE "teams" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_failures" (
    "subject" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "blocked_until" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_failures_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "members" (
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("team_id","user_id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hmac" BYTEA NOT NULL,
    "pepper_version" INTEGER NOT NULL,
    "last4" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "providers" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "dialect" "Dialect" NOT NULL,
    "base_url" TEXT NOT NULL,
    "private_allowed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "providers_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "tag" BYTEA NOT NULL,
    "last4" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "endpoints" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "upstream_model" TEXT NOT NULL,
    "context_tokens" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoints_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "model_aliases" (
    "team_id" UUID NOT NULL,
    "alias" TEXT NOT NULL,
    "model" TEXT NOT NULL,

    CONSTRAINT "model_aliases_pkey" PRIMARY KEY ("team_id","alias")
);

-- CreateTable
CREATE TABLE "prices" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "input" BIGINT NOT NULL,
    "output" BIGINT NOT NULL,
    "cached_input" BIGINT,
    "cache_write_5m" BIGINT,
    "cache_write_1h" BIGINT,
    "reasoning" BIGINT,
    "per_request" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prices_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "price_steps" (
    "team_id" UUID NOT NULL,
    "price_id" UUID NOT NULL,
    "above_input_tokens" INTEGER NOT NULL,
    "input" BIGINT,
    "output" BIGINT,
    "cached_input" BIGINT,
    "cache_write_5m" BIGINT,
    "cache_write_1h" BIGINT,
    "reasoning" BIGINT,
    "per_request" BIGINT,

    CONSTRAINT "price_steps_pkey" PRIMARY KEY ("team_id","price_id","above_input_tokens")
);

-- CreateTable
CREATE TABLE "profiles" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "current_version_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profiles_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "profile_versions" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "profile_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "strategy" "Strategy" NOT NULL,
    "baseline_endpoint_id" UUID,
    "connect_ms" INTEGER NOT NULL,
    "first_token_ms" INTEGER NOT NULL,
    "stall_ms" INTEGER NOT NULL,
    "answer_ms" INTEGER NOT NULL,
    "total_ms" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profile_versions_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "tiers" (
    "team_id" UUID NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "retries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "tiers_pkey" PRIMARY KEY ("team_id","profile_version_id","position")
);

-- CreateTable
CREATE TABLE "calls" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "profile_slug" TEXT NOT NULL,
    "api_key_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "requested_model" TEXT NOT NULL,
    "stream" BOOLEAN NOT NULL,
    "outcome" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "http_status" INTEGER NOT NULL,
    "served_tier" INTEGER NOT NULL,
    "served_endpoint" TEXT NOT NULL,
    "plan_position" INTEGER NOT NULL,
    "rescued" BOOLEAN NOT NULL,
    "plan" JSONB NOT NULL,
    "tags" JSONB NOT NULL,
    "attempt_count" INTEGER NOT NULL,
    "unknown_attempts" INTEGER NOT NULL,
    "cost_pico" BIGINT NOT NULL,
    "served_cost_pico" BIGINT,
    "primary_cost_pico" BIGINT,
    "baseline_cost_pico" BIGINT,
    "comparable" BOOLEAN NOT NULL,
    "first_token_ms" INTEGER,
    "total_ms" INTEGER NOT NULL,
    "overhead_us" INTEGER NOT NULL,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("team_id","id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "attempts" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "number" INTEGER NOT NULL,
    "tier" INTEGER NOT NULL,
    "retry" INTEGER NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "http_status" INTEGER,
    "connect_ms" INTEGER,
    "first_token_ms" INTEGER,
    "total_ms" INTEGER NOT NULL,
    "input" INTEGER,
    "cached_input" INTEGER,
    "cache_write_5m" INTEGER,
    "cache_write_1h" INTEGER,
    "output" INTEGER,
    "reasoning" INTEGER,
    "price_id" UUID,
    "price_step" INTEGER,
    "cost_pico" BIGINT,
    "basis" TEXT NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("team_id","id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "call_rollups" (
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

    CONSTRAINT "call_rollups_pkey" PRIMARY KEY ("team_id","bucket","profile_version_id","served_tier","served_endpoint","plan_position","api_key_id","member_id","outcome","cause")
);

-- CreateTable
CREATE TABLE "attempt_rollups" (
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

    CONSTRAINT "attempt_rollups_pkey" PRIMARY KEY ("team_id","bucket","profile_version_id","tier","endpoint_id","endpoint","price_id","price_step","api_key_id","outcome","cause","call_served","basis")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "config_version" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" BIGINT NOT NULL,

    CONSTRAINT "config_version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "teams_slug_key" ON "teams"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_id_key" ON "api_keys"("key_id");

-- CreateIndex
CREATE UNIQUE INDEX "providers_team_id_slug_key" ON "providers"("team_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "credentials_team_id_provider_id_key" ON "credentials"("team_id", "provider_id");

-- CreateIndex
CREATE INDEX "endpoints_team_id_model_idx" ON "endpoints"("team_id", "model");

-- CreateIndex
CREATE UNIQUE INDEX "endpoints_team_id_provider_id_model_key" ON "endpoints"("team_id", "provider_id", "model");

-- CreateIndex
CREATE UNIQUE INDEX "prices_team_id_endpoint_id_valid_from_key" ON "prices"("team_id", "endpoint_id", "valid_from");

-- CreateIndex
CREATE UNIQUE INDEX "profiles_team_id_slug_key" ON "profiles"("team_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "profile_versions_team_id_profile_id_version_key" ON "profile_versions"("team_id", "profile_id", "version");

-- CreateIndex
CREATE INDEX "calls_team_id_profile_version_id_id_idx" ON "calls"("team_id", "profile_version_id", "id");

-- CreateIndex
CREATE INDEX "attempts_team_id_call_id_idx" ON "attempts"("team_id", "call_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "providers" ADD CONSTRAINT "providers_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_team_id_provider_id_fkey" FOREIGN KEY ("team_id", "provider_id") REFERENCES "providers"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_team_id_provider_id_fkey" FOREIGN KEY ("team_id", "provider_id") REFERENCES "providers"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_aliases" ADD CONSTRAINT "model_aliases_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prices" ADD CONSTRAINT "prices_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prices" ADD CONSTRAINT "prices_team_id_endpoint_id_fkey" FOREIGN KEY ("team_id", "endpoint_id") REFERENCES "endpoints"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_steps" ADD CONSTRAINT "price_steps_team_id_price_id_fkey" FOREIGN KEY ("team_id", "price_id") REFERENCES "prices"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_versions" ADD CONSTRAINT "profile_versions_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_versions" ADD CONSTRAINT "profile_versions_team_id_profile_id_fkey" FOREIGN KEY ("team_id", "profile_id") REFERENCES "profiles"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_versions" ADD CONSTRAINT "profile_versions_team_id_baseline_endpoint_id_fkey" FOREIGN KEY ("team_id", "baseline_endpoint_id") REFERENCES "endpoints"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tiers" ADD CONSTRAINT "tiers_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tiers" ADD CONSTRAINT "tiers_team_id_profile_version_id_fkey" FOREIGN KEY ("team_id", "profile_version_id") REFERENCES "profile_versions"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tiers" ADD CONSTRAINT "tiers_team_id_endpoint_id_fkey" FOREIGN KEY ("team_id", "endpoint_id") REFERENCES "endpoints"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Partitions of the ledger: one a month, bounded on the UUIDv7 id itself, so that a look-up by id opens one.

CREATE FUNCTION uuidv7_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

CREATE FUNCTION ensure_ledger_partitions(at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  first_day timestamptz := date_trunc('month', at, 'UTC');
  next_month timestamptz := date_trunc('month', date_trunc('month', at, 'UTC') + interval '32 days', 'UTC');
  suffix text := to_char(first_day AT TIME ZONE 'UTC', 'YYYY_MM');
  parent text;
BEGIN
  -- Two writers may meet a new month at the same moment.
  PERFORM pg_advisory_xact_lock(hashtext('routeledger.partitions'));
  FOREACH parent IN ARRAY ARRAY['calls', 'attempts'] LOOP
    EXECUTE format(
      'CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
      parent || '_' || suffix, parent, uuidv7_floor(first_day), uuidv7_floor(next_month)
    );
  END LOOP;
END
$$;

SELECT ensure_ledger_partitions(now());
SELECT ensure_ledger_partitions(now() + interval '1 month');

-- The ledger is append-only, and what was once in force stays as it was.

CREATE FUNCTION refuse_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never edited: add a row', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER calls_append_only BEFORE UPDATE ON "calls" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
CREATE TRIGGER attempts_append_only BEFORE UPDATE ON "attempts" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
CREATE TRIGGER prices_immutable BEFORE UPDATE ON "prices" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
CREATE TRIGGER price_steps_immutable BEFORE UPDATE ON "price_steps" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
CREATE TRIGGER profile_versions_immutable BEFORE UPDATE ON "profile_versions" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
CREATE TRIGGER tiers_immutable BEFORE UPDATE ON "tiers" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();

ALTER TABLE "prices"
  ADD CONSTRAINT "prices_on_a_quarter_hour" CHECK (extract(epoch FROM valid_from)::bigint % 900 = 0 AND extract(milliseconds FROM valid_from)::bigint % 1000 = 0),
  ADD CONSTRAINT "prices_not_negative" CHECK (
    input >= 0 AND output >= 0 AND cached_input >= 0 AND cache_write_5m >= 0
    AND cache_write_1h >= 0 AND reasoning >= 0 AND per_request >= 0
  );
ALTER TABLE "price_steps"
  ADD CONSTRAINT "price_steps_not_negative" CHECK (
    above_input_tokens > 0 AND input >= 0 AND output >= 0 AND cached_input >= 0 AND cache_write_5m >= 0
    AND cache_write_1h >= 0 AND reasoning >= 0 AND per_request >= 0
  );
ALTER TABLE "tiers" ADD CONSTRAINT "tiers_from_one" CHECK (position >= 1 AND retries >= 0);

-- Whoever changes configuration, by page, command or hand: every snapshot hears of it.

INSERT INTO "config_version" ("id", "version") VALUES (1, 1);

CREATE FUNCTION notify_config_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE config_version SET version = version + 1 WHERE id = 1;
  PERFORM pg_notify('routeledger_config', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER teams_notify AFTER INSERT OR UPDATE OR DELETE ON "teams" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER members_notify AFTER INSERT OR UPDATE OR DELETE ON "members" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER api_keys_notify AFTER INSERT OR UPDATE OR DELETE ON "api_keys" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER providers_notify AFTER INSERT OR UPDATE OR DELETE ON "providers" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER credentials_notify AFTER INSERT OR UPDATE OR DELETE ON "credentials" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER endpoints_notify AFTER INSERT OR UPDATE OR DELETE ON "endpoints" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER model_aliases_notify AFTER INSERT OR UPDATE OR DELETE ON "model_aliases" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER prices_notify AFTER INSERT OR UPDATE OR DELETE ON "prices" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER price_steps_notify AFTER INSERT OR UPDATE OR DELETE ON "price_steps" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER profiles_notify AFTER INSERT OR UPDATE OR DELETE ON "profiles" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER profile_versions_notify AFTER INSERT OR UPDATE OR DELETE ON "profile_versions" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER tiers_notify AFTER INSERT OR UPDATE OR DELETE ON "tiers" FOR EACH STATEMENT EXECUTE FUNCTION notify_config_changed();
