import { z } from "zod";
import { getEnv } from "@/lib/env";
import { handleHealth } from "./next-mount";

/** A page shall not wait for it. */
const TIMEOUT_MS = 1_000;

const health = z.object({
  ledger: z
    .object({ pending_calls: z.int(), oldest_pending_ms: z.number().nullable(), unrecorded_calls: z.int() })
    .transform((ledger) => ({
      pendingCalls: ledger.pending_calls,
      oldestPendingMs: ledger.oldest_pending_ms,
      unrecordedCalls: ledger.unrecorded_calls,
    })),
});

/** What a page says beside its sums: how far they are behind, and what is missing in them. */
export type LedgerState = z.output<typeof health>["ledger"];

/** As the gateway tells it, which is another process unless this one has it; null when it does not answer. */
export async function findLedgerState(): Promise<LedgerState | null> {
  try {
    const url = getEnv().ROUTELEDGER_GATEWAY_URL;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = url === undefined ? await handleHealth() : await fetch(new URL("/api/health", url), { signal, cache: "no-store" });
    return health.parse(await response.json()).ledger;
  } catch {
    return null;
  }
}
