-- CreateTable
CREATE TABLE "closed_focus" (
    "team_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "closed_focus_pkey" PRIMARY KEY ("team_id","month","version","part")
);

-- CreateTable
CREATE TABLE "closing_notices" (
    "team_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "member_ids" JSONB NOT NULL,
    "channel_ids" JSONB NOT NULL,

    CONSTRAINT "closing_notices_pkey" PRIMARY KEY ("team_id","month","version")
);

-- AddForeignKey
ALTER TABLE "closed_focus" ADD CONSTRAINT "closed_focus_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closing_notices" ADD CONSTRAINT "closing_notices_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was closed stays as it was.
CREATE TRIGGER closed_focus_immutable BEFORE UPDATE ON "closed_focus" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
