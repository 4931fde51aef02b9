import { pathToFileURL } from "node:url";
import { getProgram } from "@/scripts/testing/programs";
import type { LedgerOptions } from "../ledger";

/** What a test does not care about, as it is unless configured. */
export const DEFAULT_OPTIONS = {
  fsync: "batch",
  journalMaxBytes: 1024 ** 3,
  onJournalFull: "refuse",
  // For ever: records of a test have fixed dates.
  keepCallsMonths: 0,
  log: () => undefined,
} satisfies Partial<LedgerOptions>;

/** Who drains: each mode as options for a ledger. */
export const MODES: Record<string, Pick<LedgerOptions, "drainThread">> = {
  "in this thread": {},
  "in a thread": { drainThread: pathToFileURL(getProgram("drain-thread")) },
};
