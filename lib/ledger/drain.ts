import { classifyDatabaseFault, describeDatabaseFault } from "./database-fault";
import type { JournalLog } from "./journal/adopt";
import type { JournalBatch, JournalReader } from "./journal/journal-reader";
import { decodeRecord } from "./journal/record-codec";
import type { CallRecord } from "./record";
import { keepMoney, type Quarantine } from "./set-aside";
import type { CallWriter } from "./write-calls";

/** Larger ones save PostgreSQL little more. */
const BATCH_CALLS = 2_000;
/**
 * How long a call may wait for others. A commit costs PostgreSQL as much as some hundred calls do: a drain that began
 * again at once would take few calls at a time just when there are many.
 */
const GATHER_MS = 200;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** How long `stop` waits for a statement that Postgres does not answer. */
const STOP_MS = 5_000;

type ReadBatch = {
  batch: JournalBatch;
  calls: CallRecord[];
  /** Whole records that are none of this version. */
  strange: { payload: Buffer; reason: string }[];
};

/** Times are milliseconds since the epoch. */
export type DrainState = {
  /** When the oldest call that is not in Postgres came to wait. */
  oldestAtMs: number | null;
  lastAtMs: number | null;
  /** Why calls do not get there now. */
  failing: string | null;
};

type Flush = { untilWritten: number; resolve: () => void; reject: (reason: Error) => void };

/** Brings the journal's calls to Postgres, oldest first, for as long as it takes. */
export class Drain {
  readonly #journal: JournalReader;
  readonly #write: CallWriter;
  readonly #quarantine: Quarantine;
  readonly #log: JournalLog;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  /** Ends the wait before the next try. */
  #hurry: () => void = () => undefined;
  #flushes: Flush[] = [];
  #written = 0;
  readonly #onState: (state: DrainState) => void;
  #state: DrainState = { oldestAtMs: null, lastAtMs: null, failing: null };

  /** @param options onState: hears of every change of what `status` says */
  constructor(options: { journal: JournalReader; write: CallWriter; quarantine: Quarantine; log: JournalLog; onState?: (state: DrainState) => void }) {
    this.#journal = options.journal;
    this.#write = options.write;
    this.#quarantine = options.quarantine;
    this.#log = options.log;
    this.#onState = options.onState ?? (() => undefined);
  }

  #change(state: Partial<DrainState>): void {
    this.#state = { ...this.#state, ...state };
    this.#onState(this.#state);
  }

  /** There are calls in the journal. */
  notify(): void {
    if (this.#stopped || !this.#journal.hasUnread) return;
    const pending = this.#journal.pendingRecords;
    if (pending > 0 && this.#state.oldestAtMs === null) this.#change({ oldestAtMs: Date.now() });
    if (this.#running) return;
    if (pending >= BATCH_CALLS) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), GATHER_MS).unref();
  }

  #start(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      this.notify();
    });
  }

  /** Writes what there is now, and goes on for as long as there are whole batches, or somebody waits for the rest. */
  async #run(): Promise<void> {
    const until = this.#written + this.#journal.pendingRecords;
    let next = this.#readAhead(null);
    do {
      const read = (await next) ?? (await this.#readAhead(null));
      if (!read) break;
      // While Postgres works on this one.
      next = this.#isWorthGoingOn(until, read.batch.payloads.length) ? this.#readAhead(read.batch) : Promise.resolve(null);
      await this.#writeBatch(read);
      if (this.#stopped) break;
      await this.#persist("disk", () => this.#journal.acknowledge(read.batch));
      this.#written += read.batch.payloads.length;
      this.#change({ oldestAtMs: this.#journal.pendingRecords > 0 ? Date.now() : null, lastAtMs: Date.now() });
      this.#settleFlushes();
    } while (!this.#stopped && this.#isWorthGoingOn(until));
    await next;
    this.#settleFlushes();
  }

  /** @param held calls that are being written */
  #isWorthGoingOn(until: number, held = 0): boolean {
    const pending = this.#journal.pendingRecords - held;
    const isOnlyDamage = pending === 0 && this.#journal.hasUnread;
    return this.#written + held < until || this.#flushes.length > 0 || pending >= BATCH_CALLS || isOnlyDamage;
  }

  async #readAhead(after: JournalBatch | null): Promise<ReadBatch | null> {
    const batch = await this.#persist("disk", () => this.#journal.readBatch(BATCH_CALLS, after));
    if (!batch) return null;
    const read: ReadBatch = { batch, calls: [], strange: [] };
    for (const payload of batch.payloads) {
      try {
        read.calls.push(decodeRecord(payload));
      } catch (error) {
        read.strange.push({ payload, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    return read;
  }

  async #writeBatch({ batch, calls, strange }: ReadBatch): Promise<void> {
    if (batch.isGone) this.#log("warn", `journal ${batch.segment.name} is gone: another process has drained it, or somebody has removed it`);
    await this.#setAsideDamage(batch);
    for (const { payload, reason } of strange) {
      this.#log("error", `a record of the journal cannot be read and is in quarantine: ${reason}`);
      await this.#persist("disk", () => this.#quarantine.addBytes(payload, reason));
    }
    const [first] = calls;
    if (first) this.#change({ oldestAtMs: first.startedAtMs + first.totalMs });
    await this.#deliver(calls);
  }

  async #setAsideDamage({ damaged, segment }: JournalBatch): Promise<void> {
    for (const bytes of damaged) {
      // A file system fills with zeros what it has not written: there is nothing to keep.
      if (bytes.every((byte) => byte === 0)) continue;
      const reason = `${bytes.length} bytes of journal ${segment.name} are no whole call: a torn end, or damage of the disk`;
      await this.#persist("disk", () => this.#quarantine.addBytes(bytes, reason));
      this.#log("error", `${reason}; they are in quarantine`);
    }
  }

  /** Writes the calls, those that Postgres cannot take apart from the others. */
  async #deliver(calls: CallRecord[]): Promise<void> {
    const fault = await this.#tryToWrite(calls);
    if (fault === null || this.#stopped) return;
    const [call] = calls;
    if (call && calls.length === 1) return this.#setAside(call, fault);
    const middle = calls.length >> 1;
    await this.#deliver(calls.slice(0, middle));
    await this.#deliver(calls.slice(middle));
  }

  /** null when they are written; what Postgres says when it will never take them together. */
  #tryToWrite(calls: CallRecord[]): Promise<string | null> {
    return this.#persist("database", async () => {
      try {
        await this.#write(calls);
        return null;
      } catch (error) {
        if (classifyDatabaseFault(error) === "data") return describeDatabaseFault(error);
        throw error;
      }
    }).then((result) => result ?? null);
  }

  async #setAside(call: CallRecord, reason: string): Promise<void> {
    await this.#persist("disk", () => this.#quarantine.addCall(call, reason));
    const refused = await this.#tryToWrite([keepMoney(call)]);
    const rest = refused === null ? "its amounts are in the ledger" : "its amounts are missing in the ledger";
    this.#log("error", `call ${call.id} was refused by the database and is in quarantine, ${rest}: ${reason}`);
  }

  /** Tries again, ever more slowly, until it works; undefined when the drain was stopped meanwhile. */
  async #persist<Result>(what: "database" | "disk", work: () => Promise<Result>): Promise<Result | undefined> {
    for (let waitMs = FIRST_WAIT_MS; !this.#stopped; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        const result = await work();
        if (this.#state.failing !== null) {
          this.#log("info", "calls get from the journal to the database again");
          this.#change({ failing: null });
        }
        return result;
      } catch (error) {
        const reason = describeDatabaseFault(error);
        if (this.#state.failing === null) this.#log("warn", `the ledger waits for its ${what}, calls stay in the journal: ${reason}`);
        this.#change({ failing: reason });
        // Spread out, so that gateways do not come back all at once.
        if (!this.#stopped) await this.#wait(waitMs * (0.5 + Math.random() / 2));
      }
    }
    return undefined;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Resolves when all calls that are in the journal now are in Postgres. Rejects with the signal's reason. */
  flush(signal?: AbortSignal): Promise<void> {
    const pending = this.#journal.pendingRecords;
    if (!this.#journal.hasUnread && !this.#running) return Promise.resolve();
    return new Promise((resolve, reject) => {
      if (this.#stopped) throw new Error("the ledger is closed");
      signal?.throwIfAborted();
      const flush = { untilWritten: this.#written + pending, resolve, reject };
      signal?.addEventListener("abort", () => {
        this.#flushes = this.#flushes.filter((other) => other !== flush);
        reject(signal.reason as Error);
      });
      this.#flushes.push(flush);
      this.#hurry();
      this.#start();
    });
  }

  #settleFlushes(): void {
    const isEmpty = !this.#journal.hasUnread;
    const done = this.#flushes.filter((flush) => isEmpty || flush.untilWritten <= this.#written);
    this.#flushes = this.#flushes.filter((flush) => !done.includes(flush));
    for (const flush of done) flush.resolve();
  }

  status(): DrainState {
    return this.#state;
  }

  /** Lets the statement under way end, within bounds. What is left is drained by the next process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#hurry();
    await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
    for (const flush of this.#flushes) flush.reject(new Error("the ledger is closed"));
    this.#flushes = [];
  }
}
