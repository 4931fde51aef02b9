-- CreateTable
CREATE TABLE "reopened_months" (
    "team_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "after_version" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "reopened_at" TIMESTAMPTZ(3) NOT NULL,
    "reopened_by" TEXT NOT NULL,

    CONSTRAINT "reopened_months_pkey" PRIMARY KEY ("team_id","month","after_version")
);

-- AddForeignKey
ALTER TABLE "reopened_months" ADD CONSTRAINT "reopened_months_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;
