import { Worker } from "node:worker_threads";
import type { DrainState } from "./drain";
import type { DrainThreadData, FromDrain, ToDrain } from "./drain-messages";
import type { JournalLog } from "./journal/adopt";
import type { Journal } from "./journal/journal";

/** Between two tellings of how far the journal has grown: each costs this thread as much as some calls' appends. */
const TELL_MS = 50;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** How long `stop` waits: as long as the thread's own drain may take for it, and a little more. */
const STOP_MS = 6_000;

type Flush = { id: number; resolve: () => void; reject: (reason: Error) => void };

type ThreadedDrainOptions = {
  /** The program that calls `runDrainThread`. */
  program: URL;
  data: DrainThreadData;
  journal: Journal;
  log: JournalLog;
};

/**
 * A drain in a thread of its own: on this one, a call costs no more than its append. The journal is the truth that both
 * share, so a thread that dies is started again and goes on where the last acknowledgement was.
 */
export class ThreadedDrain {
  readonly #options: ThreadedDrainOptions;
  #thread: Worker | null = null;
  #tellTimer: NodeJS.Timeout | null = null;
  #restartTimer: NodeJS.Timeout | null = null;
  #waitMs = FIRST_WAIT_MS;
  #stopped = false;
  #onStopped: () => void = () => undefined;
  #flushes: Flush[] = [];
  #lastFlush = 0;
  #waitingSinceMs: number | null = null;
  #state: DrainState = { oldestAtMs: null, lastAtMs: null, failing: null };
  /** Acknowledgements are heeded one after the other, and an answer to a flush behind those that came before it. */
  #heeding: Promise<void> = Promise.resolve();

  constructor(options: ThreadedDrainOptions) {
    this.#options = options;
    this.#start();
  }

  #start(): void {
    // Plain JavaScript, which needs nothing that this process may have been started with to read anything else.
    const thread = new Worker(this.#options.program, { workerData: this.#options.data, name: "drain", execArgv: [] });
    let reason = "it ended by itself";
    thread.on("message", (message: FromDrain) => {
      this.#heeding = this.#heeding.then(() => this.#heed(message));
    });
    thread.on("error", (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    thread.on("exit", () => {
      this.#onExit(reason);
    });
    this.#thread = thread;
    this.#hold();
    this.#tell();
    for (const { id } of this.#flushes) this.#send({ type: "flush", id });
  }

  /** A process that has nothing else to do may end, for what is not drained is in the journal; but not while somebody waits. */
  #hold(): void {
    if (this.#flushes.length > 0) this.#thread?.ref();
    else this.#thread?.unref();
  }

  #onExit(reason: string): void {
    this.#thread = null;
    if (this.#stopped) {
      this.#onStopped();
      return;
    }
    this.#options.log("error", `the thread that brings calls to the database is started again: ${reason}`);
    this.#state = { ...this.#state, failing: reason };
    const waitMs = this.#waitMs;
    this.#waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    // Not before what it has said last is heeded, or its successor would write and acknowledge the same again.
    void this.#heeding.then(() => {
      if (!this.#stopped) this.#restartTimer = setTimeout(() => this.#start(), waitMs);
    });
  }

  async #heed(message: FromDrain): Promise<void> {
    if (message.type === "acknowledged") {
      this.#waitMs = FIRST_WAIT_MS;
      await this.#options.journal.acknowledge({ segment: message, end: message.end, payloads: { length: message.records } });
      this.#waitingSinceMs = null;
      if (this.#options.journal.hasUnread) this.notify();
    } else if (message.type === "state") this.#state = message.state;
    else if (message.type === "log") this.#options.log(message.level, message.message);
    else if (message.type === "flushed") this.#settle(message.id);
    else this.#onStopped();
  }

  /** There are calls in the journal. */
  notify(): void {
    if (this.#stopped) return;
    if (this.#options.journal.pendingRecords > 0) this.#waitingSinceMs ??= Date.now();
    this.#tellTimer ??= setTimeout(() => this.#tell(), TELL_MS).unref();
  }

  #tell(): void {
    if (this.#tellTimer) clearTimeout(this.#tellTimer);
    this.#tellTimer = null;
    this.#send({ type: "unread", unread: this.#options.journal.unread });
  }

  #send(message: ToDrain): void {
    this.#thread?.postMessage(message);
  }

  /** Resolves when all calls that are in the journal now are in Postgres. Rejects with the signal's reason. */
  flush(signal?: AbortSignal): Promise<void> {
    if (!this.#options.journal.hasUnread) return Promise.resolve();
    return new Promise((resolve, reject) => {
      if (this.#stopped) throw new Error("the ledger is closed");
      signal?.throwIfAborted();
      const flush = { id: ++this.#lastFlush, resolve, reject };
      signal?.addEventListener("abort", () => {
        this.#flushes = this.#flushes.filter((other) => other !== flush);
        this.#hold();
        reject(signal.reason as Error);
      });
      this.#flushes.push(flush);
      this.#hold();
      this.#tell();
      this.#send({ type: "flush", id: flush.id });
    });
  }

  #settle(id: number): void {
    this.#flushes.find((flush) => flush.id === id)?.resolve();
    this.#flushes = this.#flushes.filter((flush) => flush.id !== id);
    this.#hold();
  }

  status(): DrainState {
    // The thread may not have heard of the first calls yet, nor this one of the end of the last.
    const isWaiting = this.#options.journal.pendingRecords > 0;
    return { ...this.#state, oldestAtMs: isWaiting ? (this.#state.oldestAtMs ?? this.#waitingSinceMs) : null };
  }

  /** Lets the statement under way end, within bounds. What is left is drained by the next process. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of [this.#tellTimer, this.#restartTimer]) if (timer) clearTimeout(timer);
    if (this.#thread) {
      const stopped = new Promise<void>((resolve) => (this.#onStopped = resolve));
      this.#send({ type: "stop" });
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, STOP_MS))]);
      await this.#thread?.terminate();
    }
    await this.#heeding;
    for (const flush of this.#flushes) flush.reject(new Error("the ledger is closed"));
    this.#flushes = [];
  }
}
