-- AlterTable
ALTER TABLE "attempts" ADD COLUMN     "held_pico" BIGINT;

-- What budgets hold for unknown costs is read every two seconds, and few attempts have any.
CREATE INDEX "attempts_held" ON "attempts" (team_id, id) WHERE held_pico IS NOT NULL;
