import type { LedgerStatus } from "@/lib/ledger/ledger";

/** What one process of a gateway says of itself; others that share its port hear it. */
export type ProcessStatus = {
  ledger: LedgerStatus;
  /** Under way, and waiting for a place. */
  calls: number;
  waiting: number;
};

/** Several processes as one: counts are summed, and of ages the oldest stands. */
export function sumStatus(all: readonly ProcessStatus[]): ProcessStatus {
  const ledgers = all.map(({ ledger }) => ledger);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    calls: sum(all.map(({ calls }) => calls)),
    waiting: sum(all.map(({ waiting }) => waiting)),
    ledger: {
      pendingCalls: sum(ledgers.map(({ pendingCalls }) => pendingCalls)),
      oldestPendingMs: largest(ledgers.map(({ oldestPendingMs }) => oldestPendingMs)),
      journalBytes: sum(ledgers.map(({ journalBytes }) => journalBytes)),
      journalMaxBytes: sum(ledgers.map(({ journalMaxBytes }) => journalMaxBytes)),
      lastDrainAtMs: largest(ledgers.map(({ lastDrainAtMs }) => lastDrainAtMs)),
      failing: ledgers.find(({ failing }) => failing !== null)?.failing ?? null,
      journalFailing: ledgers.find(({ journalFailing }) => journalFailing !== null)?.journalFailing ?? null,
      unrecording: ledgers.find(({ unrecording }) => unrecording !== null)?.unrecording ?? null,
      unrecorded: {
        calls: sum(ledgers.map(({ unrecorded }) => unrecorded.calls)),
        costPico: ledgers.reduce((total, { unrecorded }) => total + unrecorded.costPico, 0n),
      },
    },
  };
}

/** The largest that is known. */
function largest(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
