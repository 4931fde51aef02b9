-- CreateIndex
CREATE INDEX "calls_team_id_cost_pico_idx" ON "calls"("team_id", "cost_pico");
