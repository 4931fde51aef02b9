-- AlterTable
ALTER TABLE "attempts" ADD COLUMN     "list_price_id" UUID,
ADD COLUMN     "list_price_step" INTEGER;

-- Until now every price was the list price: the nil UUID says so.
ALTER TABLE "attempt_rollups" DROP CONSTRAINT "attempt_rollups_pkey",
ADD COLUMN     "list_price_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
ADD COLUMN     "list_price_step" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "attempt_rollups_pkey" PRIMARY KEY ("team_id", "bucket", "profile_version_id", "tier", "endpoint_id", "endpoint", "price_id", "price_step", "list_price_id", "list_price_step", "api_key_id", "outcome", "cause", "call_served", "basis");
ALTER TABLE "attempt_rollups" ALTER COLUMN "list_price_id" DROP DEFAULT, ALTER COLUMN "list_price_step" DROP DEFAULT;

ALTER TABLE "attempt_rollup_days" DROP CONSTRAINT "attempt_rollup_days_pkey",
ADD COLUMN     "list_price_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
ADD COLUMN     "list_price_step" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "attempt_rollup_days_pkey" PRIMARY KEY ("team_id", "bucket", "profile_version_id", "tier", "endpoint_id", "endpoint", "price_id", "price_step", "list_price_id", "list_price_step", "api_key_id", "outcome", "cause", "call_served", "basis");
ALTER TABLE "attempt_rollup_days" ALTER COLUMN "list_price_id" DROP DEFAULT, ALTER COLUMN "list_price_step" DROP DEFAULT;
