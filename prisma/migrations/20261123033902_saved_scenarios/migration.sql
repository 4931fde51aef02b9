-- CreateTable
CREATE TABLE "saved_scenarios" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "format" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_scenarios_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateTable
CREATE TABLE "predictions" (
    "team_id" UUID NOT NULL,
    "profile_version_id" UUID NOT NULL,
    "request" JSONB NOT NULL,
    "answer" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "made_by" TEXT NOT NULL,

    CONSTRAINT "predictions_pkey" PRIMARY KEY ("team_id","profile_version_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_scenarios_team_id_name_key" ON "saved_scenarios"("team_id", "name");

-- AddForeignKey
ALTER TABLE "saved_scenarios" ADD CONSTRAINT "saved_scenarios_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "predictions" ADD CONSTRAINT "predictions_team_id_profile_version_id_fkey" FOREIGN KEY ("team_id", "profile_version_id") REFERENCES "profile_versions"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was predicted is never made to fit what happened.
CREATE TRIGGER predictions_immutable BEFORE UPDATE ON "predictions" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
