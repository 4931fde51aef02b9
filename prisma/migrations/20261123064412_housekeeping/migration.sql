-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "clear_since" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "job_runs" (
    "name" TEXT NOT NULL,
    "holder" TEXT,
    "held_until" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "problem" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_rules_team_id_kind_key" ON "alert_rules"("team_id", "kind");
