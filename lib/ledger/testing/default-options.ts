import type { LedgerOptions } from "../ledger";

/** What a test does not care about, as it is unless configured. */
export const DEFAULT_OPTIONS = {
  fsync: "batch",
  journalMaxBytes: 1024 ** 3,
  onJournalFull: "refuse",
  log: () => undefined,
} satisfies Partial<LedgerOptions>;
