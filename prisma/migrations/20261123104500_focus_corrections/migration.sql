-- CreateTable
CREATE TABLE "focus_corrections" (
    "team_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "of_month" TEXT NOT NULL,
    "in_month" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "begins_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "lines" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "focus_corrections_pkey" PRIMARY KEY ("team_id","id")
);

-- CreateIndex
CREATE INDEX "focus_corrections_team_id_in_month_idx" ON "focus_corrections"("team_id", "in_month");

-- CreateIndex
CREATE INDEX "focus_corrections_team_id_of_month_idx" ON "focus_corrections"("team_id", "of_month");

-- AddForeignKey
ALTER TABLE "focus_corrections" ADD CONSTRAINT "focus_corrections_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Files had the report's corrections until now: what those did not say right, the next look at the ledger adds or takes back.
INSERT INTO "focus_corrections" ("team_id", "id", "of_month", "in_month", "kind", "begins_at", "ends_at", "lines", "created_at")
SELECT "team_id", "id", "of_month", "in_month", "kind",
  coalesce(("lines"->0->'priced'->>'from')::timestamptz, ("of_month" || '-01')::timestamp AT TIME ZONE 'UTC'),
  coalesce(("lines"->0->'priced'->>'to')::timestamptz, (("of_month" || '-01')::timestamp + interval '1 month') AT TIME ZONE 'UTC'),
  "lines", "created_at"
FROM "corrections";

CREATE TRIGGER focus_corrections_immutable BEFORE UPDATE ON "focus_corrections" FOR EACH STATEMENT EXECUTE FUNCTION refuse_update();
