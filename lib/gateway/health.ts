import type { LedgerStatus } from "@/lib/ledger/ledger";
import { jsonReply, type Reply } from "./exchange";
import type { Gateway } from "./gateway";

/** Of the journal's bound: from here on an operator should look. */
const NEARLY_FULL = 0.8;

/**
 * `GET /api/health`: 503 when calls are refused, since then another gateway should have them. `degraded`, with reasons,
 * when something is to be mended while calls go on.
 */
export async function healthReply(gateway: Gateway): Promise<Reply> {
  const ledger = gateway.ledger.status();
  const database = await gateway.db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  const reasons = [...(database ? [] : ["the database is away: calls are served and kept in the journal"]), ...listReasons(ledger)];
  return jsonReply(ledger.journalFailing === null ? 200 : 503, {
    status: ledger.journalFailing !== null ? "unavailable" : reasons.length > 0 ? "degraded" : "ok",
    reasons,
    database: database ? "reachable" : "away",
    ledger: {
      pending_calls: ledger.pendingCalls,
      oldest_pending_ms: ledger.oldestPendingMs,
      journal_bytes: ledger.journalBytes,
      journal_max_bytes: ledger.journalMaxBytes,
      unrecorded_calls: ledger.unrecorded.calls,
    },
  });
}

function listReasons({ failing, journalFailing, unrecording, journalBytes, journalMaxBytes }: LedgerStatus): string[] {
  const reasons: string[] = [];
  if (journalFailing !== null) reasons.push(`calls are refused: ${journalFailing}`);
  if (unrecording !== null) reasons.push(`calls are served unrecorded: ${unrecording}`);
  if (failing !== null) reasons.push(`calls do not get to the database and stay in the journal: ${failing}`);
  if (journalBytes >= journalMaxBytes * NEARLY_FULL) {
    reasons.push(`the journal holds ${Math.round((journalBytes / journalMaxBytes) * 100)}% of its bound`);
  }
  return reasons;
}
