-- CreateEnum
CREATE TYPE "PriceKind" AS ENUM ('list', 'negotiated');

-- DropIndex
DROP INDEX "prices_team_id_endpoint_id_valid_from_key";

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "concurrent_calls" INTEGER,
ADD COLUMN     "requests_per_minute" INTEGER,
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['calls']::TEXT[],
ADD COLUMN     "tokens_per_minute" INTEGER;

-- AlterTable
ALTER TABLE "credentials" ADD COLUMN     "billing_account" TEXT;

-- AlterTable
ALTER TABLE "endpoints" ADD COLUMN     "quantization" TEXT;

-- AlterTable
ALTER TABLE "prices" ADD COLUMN     "kind" "PriceKind" NOT NULL DEFAULT 'list',
ADD COLUMN     "valid_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "price_feeds" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "every_hours" INTEGER NOT NULL,
    "tried_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "problem" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "price_feeds_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "price_proposals" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "feed_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "price" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "approved" BOOLEAN,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "price_proposals_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "report_settings" (
    "team_id" UUID NOT NULL,
    "close_day" INTEGER NOT NULL DEFAULT 5,
    "charging" TEXT NOT NULL DEFAULT 'showback',
    "member_ids" JSONB NOT NULL DEFAULT '[]',
    "channel_ids" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "report_settings_pkey" PRIMARY KEY ("team_id")
);

-- CreateTable
CREATE TABLE "closed_months" (
    "team_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "zone" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by" TEXT NOT NULL,

    CONSTRAINT "closed_months_pkey" PRIMARY KEY ("team_id","month","version")
);

-- CreateTable
CREATE TABLE "corrections" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "of_month" TEXT NOT NULL,
    "in_month" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "amount_pico" DECIMAL NOT NULL,
    "lines" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "corrections_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "invoices" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "total_pico" DECIMAL NOT NULL,
    "lines" JSONB NOT NULL,
    "number" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by" TEXT,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "invoices_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "channels" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "nonce" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "tag" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "channels_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "deliveries" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID,
    "channel_id" UUID,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attachment_name" TEXT,
    "attachment" BYTEA,
    "dedupe_key" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "problem" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "budgets" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "amount_pico" BIGINT NOT NULL,
    "period" TEXT NOT NULL,
    "rolling" BOOLEAN NOT NULL DEFAULT false,
    "thresholds" INTEGER[],
    "action" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "alert_rules" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "member_ids" JSONB NOT NULL DEFAULT '[]',
    "channel_ids" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "rule_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "path" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "gateway_pulses" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "waiting_calls" INTEGER NOT NULL,
    "oldest_waiting_ms" INTEGER NOT NULL,
    "open_breakers" JSONB NOT NULL,

    CONSTRAINT "gateway_pulses_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "price_feeds_team_id_name_key" ON "price_feeds"("team_id", "name");

-- CreateIndex
CREATE INDEX "corrections_team_id_in_month_idx" ON "corrections"("team_id", "in_month");

-- CreateIndex
CREATE INDEX "invoices_team_id_month_idx" ON "invoices"("team_id", "month");

-- CreateIndex
CREATE INDEX "deliveries_next_at_idx" ON "deliveries"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_team_id_dedupe_key_key" ON "deliveries"("team_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "prices_team_id_endpoint_id_kind_valid_from_key" ON "prices"("team_id", "endpoint_id", "kind", "valid_from");

-- AddForeignKey
ALTER TABLE "price_feeds" ADD CONSTRAINT "price_feeds_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_proposals" ADD CONSTRAINT "price_proposals_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price_proposals" ADD CONSTRAINT "price_proposals_team_id_feed_id_fkey" FOREIGN KEY ("team_id", "feed_id") REFERENCES "price_feeds"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_settings" ADD CONSTRAINT "report_settings_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_months" ADD CONSTRAINT "closed_months_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channels" ADD CONSTRAINT "channels_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_team_id_channel_id_fkey" FOREIGN KEY ("team_id", "channel_id") REFERENCES "channels"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_rules" ADD CONSTRAINT "alert_rules_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_team_id_rule_id_fkey" FOREIGN KEY ("team_id", "rule_id") REFERENCES "alert_rules"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was closed or corrected stays as it was.
CREATE TRIGGER closed_months_immutable BEFORE UPDATE ON "closed_months" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
CREATE TRIGGER corrections_immutable BEFORE UPDATE ON "corrections" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();

-- Only an agreement ends, and after it began.
ALTER TABLE "prices" ADD CONSTRAINT "prices_valid_until" CHECK (valid_until IS NULL OR (kind = 'negotiated' AND valid_until > valid_from));

-- One open alert of a rule about one thing, and one receiver of a message.
CREATE UNIQUE INDEX "alerts_open" ON "alerts" (team_id, rule_id, subject) WHERE ended_at IS NULL;
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_one_receiver" CHECK ((user_id IS NULL) <> (channel_id IS NULL));

-- Bounds that no budget may lack.
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_amount" CHECK (amount_pico > 0);
