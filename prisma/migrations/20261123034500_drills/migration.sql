-- AlterTable
ALTER TABLE "teams" ADD COLUMN     "drill_of" UUID;

-- CreateIndex
CREATE INDEX "teams_drill_of_idx" ON "teams"("drill_of");

-- AddForeignKey
ALTER TABLE "teams" ADD CONSTRAINT "teams_drill_of_fkey" FOREIGN KEY ("drill_of") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;
