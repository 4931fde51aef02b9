import type { Gateway } from "./gateway";
import { jsonReply, type Reply } from "./exchange";

/** `GET /api/health`: 200 only when calls can be served and recorded. */
export async function healthReply(gateway: Gateway): Promise<Reply> {
  const ledger = gateway.ledger.status();
  const database = await gateway.db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  const status = ledger.failing === null && ledger.journalFailing === null && database ? "ok" : "degraded";
  return jsonReply(status === "ok" ? 200 : 503, {
    status,
    database: database ? "reachable" : "away: calls are served and kept in the journal",
    ledger: {
      pending_calls: ledger.pendingCalls,
      journal_bytes: ledger.journalBytes,
      failing: ledger.failing,
      journal_failing: ledger.journalFailing,
    },
  });
}
