import type { Transaction } from "@/lib/db";

/** Every table of the ledger; `teams` is a key of none, so that a delete of the team leaves them. */
export const LEDGER_TABLES = [
  "calls", "attempts", "call_rollups", "attempt_rollups", "call_rollup_days", "attempt_rollup_days",
  "endpoint_sums", "outcome_sums", "latency_rollups", "tag_rollups",
] as const;

/**
 * Removes all that a team has in the ledger, records and sums. For teams of drills alone: a real team's books are only
 * ever added to.
 */
export async function forgetTeam(tx: Transaction, teamId: string): Promise<void> {
  for (const table of LEDGER_TABLES) await tx.$executeRawUnsafe(`DELETE FROM ${table} WHERE team_id = $1::uuid`, teamId);
}
