ALTER TYPE "Dialect" ADD VALUE 'anthropic';

ALTER TABLE "providers" ADD COLUMN "failure_domain" TEXT;

ALTER TABLE "endpoints"
  ADD COLUMN "failure_domain" TEXT,
  ADD COLUMN "inputs" JSONB,
  ADD COLUMN "max_output_tokens" INTEGER,
  ADD COLUMN "parameters" JSONB;

-- A column that changes its type keeps its rows' meaning without an UPDATE, which these tables' triggers refuse.

ALTER TABLE "profile_versions"
  ALTER COLUMN "strategy" TYPE TEXT USING "strategy"::text,
  ADD COLUMN "note" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "rules" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "profile_versions" ADD CONSTRAINT "profile_versions_known_strategy"
  CHECK (strategy IN ('ordered', 'weighted', 'cheapest', 'fastest', 'expected-cost'));
DROP TYPE "Strategy";

ALTER TABLE "tiers" DROP CONSTRAINT "tiers_from_one";
ALTER TABLE "tiers" ADD CONSTRAINT "tiers_from_one" CHECK (position >= 1);
ALTER TABLE "tiers" ALTER COLUMN "retries" DROP DEFAULT;
ALTER TABLE "tiers" ALTER COLUMN "retries" TYPE JSONB
  USING CASE WHEN "retries" = 0 THEN '{}'::jsonb ELSE jsonb_build_object('retries', "retries") END;
ALTER TABLE "tiers" RENAME COLUMN "retries" TO "rules";
ALTER TABLE "tiers" ALTER COLUMN "rules" SET DEFAULT '{}';
