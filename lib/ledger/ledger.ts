import { join } from "node:path";
import type { Db } from "@/lib/db";
import { Drain, type DrainState } from "./drain";
import { DrainConnection } from "./drain-connection";
import type { JournalLog } from "./journal/adopt";
import { type Fsync, Journal } from "./journal/journal";
import { type JournalFolder, openJournalFolder } from "./journal/journal-file";
import { describeOwner, isOwnerAlive } from "./journal/owner";
import { encodeRecord } from "./journal/record-codec";
import type { CallRecord } from "./record";
import { openQuarantine } from "./set-aside";
import { makeStorable } from "./storable";
import { ThreadedDrain } from "./threaded-drain";
import { Unrecorded, type UnrecordedCalls } from "./unrecorded";
import { Upkeep } from "./upkeep";

export type LedgerStatus = {
  /** Recorded and not in Postgres yet, those of earlier runs included. */
  pendingCalls: number;
  /** How long the oldest of them has been waiting. */
  oldestPendingMs: number | null;
  journalBytes: number;
  /** The most that it may grow to. */
  journalMaxBytes: number;
  /** Milliseconds since the epoch; null before the first. */
  lastDrainAtMs: number | null;
  /** Why calls do not get to Postgres now. Calls go on all the same: the journal holds them. */
  failing: string | null;
  /** Why calls cannot be recorded now, and so must not be made: a full disk, or a full journal. */
  journalFailing: string | null;
  /** Why calls are served now although they cannot be recorded. */
  unrecording: string | null;
  /** Since this process began. */
  unrecorded: UnrecordedCalls;
};

export type LedgerOptions = {
  /** For the upkeep of the tables. */
  db: Db;
  /** Of the same database, for the drain, which has a connection of its own. */
  databaseUrl: string;
  /** How long a batch may take PostgreSQL before it is given up with its connection; a minute by default. */
  batchTimeoutMs?: number;
  /** The program of a thread that drains, see `drain-thread.ts`. Without one, this thread does. */
  drainThread?: URL | undefined;
  dataDir: string;
  fsync: Fsync;
  journalMaxBytes: number;
  /** What becomes of a call that the journal cannot take: `record` rejects, or counts it as unrecorded. */
  onJournalFull: "refuse" | "serve";
  /** For how many whole months calls and attempts are kept; 0 is for ever. Their sums always are. */
  keepCallsMonths: number;
  log: JournalLog;
};

export type Ledger = {
  /**
   * Resolves when the call is in the journal: only then may its answer be completed. Once for each call.
   * @returns false for one that is served though no ledger will ever have it
   * @throws JournalError when that cannot be promised, unless such calls are to be served
   */
  record(call: CallRecord): Promise<boolean>;
  /** Why no call may be made now: it could not be recorded. null when one may. Asked by every call. */
  findRefusal(): string | null;
  status(): LedgerStatus;
  /** Resolves when everything recorded so far is in Postgres. Rejects with the signal's reason when that comes first. */
  flush(signal?: AbortSignal): Promise<void>;
  /** Stops within seconds. What is not in Postgres stays in the journal, for the next process. */
  close(): Promise<void>;
};

const BATCH_TIMEOUT_MS = 60_000;

/**
 * The only writer of calls and attempts. Begins by adopting what dead processes left in the data folder.
 * @throws when the data folder cannot be written
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { db, dataDir, fsync, journalMaxBytes: maxBytes, log } = options;
  const journalPath = join(dataDir, "journal");
  const folder = await openJournalFolder(journalPath);
  const onAppended = () => drain.notify();
  const journal = await Journal.open({ folder, owner: describeOwner(), isOwnerAlive, fsync, maxBytes, log, onAppended });
  const drain = startDrain(options, { journal, folder, journalPath });
  const unrecorded = new Unrecorded(log);
  const serves = options.onJournalFull === "serve";
  const upkeep = new Upkeep({ db, keepMonths: options.keepCallsMonths, log });
  drain.notify();
  return {
    record: async (call) => {
      try {
        await journal.append(encodeRecord(makeStorable(call)));
        return true;
      } catch (error) {
        unrecorded.add(call, error);
        if (!serves) throw error;
        return false;
      }
    },
    findRefusal: () => (serves ? null : journal.findRefusal()),
    status: () => {
      const { pendingRecords, bytes, refusing } = journal.status();
      return {
        pendingCalls: pendingRecords,
        journalBytes: bytes,
        journalMaxBytes: maxBytes,
        journalFailing: serves ? null : refusing,
        unrecording: serves ? refusing : null,
        unrecorded: unrecorded.status(),
        ...toStatus(drain.status()),
      };
    },
    flush: (signal) => drain.flush(signal),
    close: async () => {
      await Promise.all([drain.stop(), upkeep.stop()]);
      await journal.close();
      unrecorded.close();
    },
  };
}

type Place = { journal: Journal; folder: JournalFolder; journalPath: string };
type RunningDrain = Pick<Drain, "notify" | "flush" | "status" | "stop">;

function startDrain(options: LedgerOptions, { journal, folder, journalPath }: Place): RunningDrain {
  const { databaseUrl, batchTimeoutMs = BATCH_TIMEOUT_MS, drainThread, log } = options;
  if (drainThread) return new ThreadedDrain({ program: drainThread, data: { databaseUrl, batchTimeoutMs, journalPath }, journal, log });
  const connection = new DrainConnection({ databaseUrl, timeoutMs: batchTimeoutMs });
  const drain = new Drain({ journal, write: connection.write, quarantine: openQuarantine(folder), log });
  return {
    notify: () => {
      drain.notify();
    },
    flush: (signal) => drain.flush(signal),
    status: () => drain.status(),
    stop: async () => {
      await drain.stop();
      connection.close();
    },
  };
}

function toStatus({ oldestAtMs, lastAtMs, failing }: DrainState): Pick<LedgerStatus, "oldestPendingMs" | "lastDrainAtMs" | "failing"> {
  return { oldestPendingMs: oldestAtMs === null ? null : Math.max(0, Date.now() - oldestAtMs), lastDrainAtMs: lastAtMs, failing };
}
