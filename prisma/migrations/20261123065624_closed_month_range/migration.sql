-- AlterTable
ALTER TABLE "closed_months" ADD COLUMN     "begins_at" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "ends_at" TIMESTAMPTZ(3) NOT NULL;
