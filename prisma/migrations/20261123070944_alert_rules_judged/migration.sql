-- AlterTable
ALTER TABLE "alert_rules" ADD COLUMN     "judged_at" TIMESTAMPTZ(3);
