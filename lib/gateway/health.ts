import type { LedgerStatus } from "@/lib/ledger/ledger";
import { jsonReply, type Reply } from "./exchange";
import type { Gateway } from "./gateway";
import { sumStatus } from "./process-status";

/** Of the journal's bound: from here on an operator should look. */
const NEARLY_FULL = 0.8;

/**
 * `GET /api/health`: 503 when calls are refused, since then another gateway should have them. `degraded`, with reasons,
 * when something is to be mended while calls go on. Where several processes share a port, it speaks of all of them.
 */
export async function healthReply(gateway: Gateway): Promise<Reply> {
  const all = [gateway.status(), ...gateway.siblings];
  const { ledger, calls, waiting } = sumStatus(all);
  const isRefusing = gateway.isStopping || all.every((each) => each.ledger.journalFailing !== null);
  const database = await gateway.database.isReachable();
  const away = isRefusing ? "the database is away" : "the database is away: calls are served and kept in the journal";
  const reasons = [...(gateway.isStopping ? ["the gateway is stopping"] : []), ...(database ? [] : [away]), ...listReasons(ledger)];
  return jsonReply(isRefusing ? 503 : 200, {
    status: isRefusing ? "unavailable" : reasons.length > 0 ? "degraded" : "ok",
    reasons,
    database: database ? "reachable" : "away",
    workers: all.length,
    calls: { under_way: calls, waiting },
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
