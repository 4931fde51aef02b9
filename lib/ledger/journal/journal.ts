import { newId } from "../new-id";
import { adoptSegments, claimBoot, type JournalLog, releaseBoot, SEGMENT_SUFFIX } from "./adopt";
import { encodeFrame } from "./frame";
import type { JournalFolder } from "./journal-file";
import { isWritable } from "./probe";
import { type JournalBatch, type JournalReader, readFirst } from "./journal-reader";
import { Segment, type SegmentExtent } from "./segment";

/** `always`: an append waits for the disk. `batch`: it waits for the write, and the disk follows within SYNC_MS. */
export type Fsync = "batch" | "always";

export type JournalOptions = {
  folder: JournalFolder;
  /** Who writes here, and whether another who did still runs: see `owner.ts`. */
  owner: string;
  isOwnerAlive: (owner: string) => boolean;
  fsync: Fsync;
  log: JournalLog;
  /** Called when records have been appended. */
  onAppended: () => void;
  /** Of all segments together: no append goes beyond. */
  maxBytes: number;
  segmentBytes?: number;
};

export type JournalStatus = {
  pendingRecords: number;
  bytes: number;
  maxBytes: number;
  /** Why no call may begin now that is to be recorded. */
  refusing: string | null;
};

/** The record is not surely in the journal: the call that it belongs to must not be completed. */
export class JournalError extends Error {
  override name = "JournalError";
}

const SYNC_MS = 50;
const SEGMENT_BYTES = 16 * 1024 * 1024;
/** Of the bound: what is kept for calls that began before it was reached, and the most that one segment takes. */
const RESERVE = 1 / 16;
const PROBE_MS = 1_000;
const FULL = "the journal has reached its bound: the database has not taken its calls for too long";

type Waiting = { frame: Buffer; resolve: () => void; reject: (error: Error) => void };

/**
 * An append-only log of records in a folder, one writer for each process. What it has taken is read back in order by
 * one reader, also by the reader of a later process, and deleted only after it was acknowledged.
 */
export class Journal implements JournalReader {
  readonly #options: JournalOptions;
  /** Of the files of this process: later ones sort behind earlier ones. */
  readonly #boot = newId();
  #segments: Segment[] = [];
  #current: Segment | null = null;
  readonly #syncTimers = new Map<Segment, NodeJS.Timeout>();
  #made = 0;
  #sequence = 0;
  #waiting: Waiting[] = [];
  /** Given to `append` and in no segment yet. */
  #unwrittenBytes = 0;
  #writing: Promise<void> | null = null;
  #fault: string | null = null;
  #closed = false;

  private constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Takes over what dead processes left in the folder. */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    journal.#segments = await adoptSegments(options);
    await claimBoot(options.folder, journal.#boot, options.owner);
    return journal;
  }

  /**
   * Resolves when the record is written, and with `always` on the disk.
   * @throws JournalError when that cannot be promised
   */
  append(payload: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new JournalError("the journal is closed");
      const frame = encodeFrame(this.#sequence + 1, payload);
      if (this.#bytes() + this.#unwrittenBytes + frame.length > this.#options.maxBytes) throw new JournalError(FULL);
      this.#sequence += 1;
      this.#unwrittenBytes += frame.length;
      this.#waiting.push({ frame, resolve, reject });
      // After all callbacks of this turn of the event loop, so that their records share one write.
      this.#writing ??= new Promise<void>((done) => setImmediate(done)).then(() => this.#writeWaiting());
    });
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const bytes = Buffer.concat(group.map((waiting) => waiting.frame));
      try {
        await this.#writeGroup(bytes, group.length);
        for (const waiting of group) waiting.resolve();
        this.#options.onAppended();
      } catch (error) {
        const refusal = this.#fail("cannot be written", error);
        for (const waiting of group) waiting.reject(refusal);
      }
      this.#unwrittenBytes -= bytes.length;
    }
    this.#writing = null;
  }

  async #writeGroup(bytes: Buffer, records: number): Promise<void> {
    const segment = await this.#writable();
    await segment.append(bytes, records);
    if (this.#options.fsync === "always") await this.#sync(segment);
    else this.#syncSoon(segment);
    this.#fault = null;
  }

  get #segmentBytes(): number {
    return this.#options.segmentBytes ?? Math.min(SEGMENT_BYTES, this.#options.maxBytes * RESERVE);
  }

  async #writable(): Promise<Segment> {
    if (this.#current && !this.#current.sealed && this.#current.size < this.#segmentBytes) return this.#current;
    const number = String(++this.#made).padStart(6, "0");
    this.#current = await Segment.create(this.#options.folder, `${this.#boot}-${number}${SEGMENT_SUFFIX}`);
    this.#segments.push(this.#current);
    return this.#current;
  }

  #syncSoon(segment: Segment): void {
    if (this.#syncTimers.has(segment)) return;
    const timer = setTimeout(() => {
      this.#syncTimers.delete(segment);
      this.#sync(segment).catch((error: unknown) => this.#fail("may lose its last calls to a power loss", error));
    }, SYNC_MS);
    this.#syncTimers.set(segment, timer.unref());
  }

  async #sync(segment: Segment): Promise<void> {
    try {
      await segment.sync();
    } catch (error) {
      // Never again on this file: Linux forgets what it could not write, and a second call would say that all is well.
      segment.sealed = true;
      throw error;
    }
  }

  /** Refuses calls until the disk has shown that it can be written again. */
  #fail(what: string, cause: unknown): JournalError {
    const fault = `the journal ${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
    if (fault !== this.#fault) this.#options.log("error", fault);
    if (!this.#fault) this.#probeSoon();
    this.#fault = fault;
    return new JournalError(fault, { cause });
  }

  #probeSoon(): void {
    setTimeout(() => {
      void isWritable(this.#options.folder).then((writable) => {
        if (writable) this.#fault = null;
        else if (this.#fault && !this.#closed) this.#probeSoon();
      });
    }, PROBE_MS).unref();
  }

  /** Whether there is anything that was not acknowledged. */
  get hasUnread(): boolean {
    return this.#segments.some((segment) => !segment.isDrained);
  }

  get pendingRecords(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.pendingRecords, 0);
  }

  /** Where everything stands that is not acknowledged, oldest first. */
  get unread(): SegmentExtent[] {
    return this.#segments.filter((segment) => !segment.isDrained).map((segment) => segment.extent);
  }

  readBatch(limit: number, after: JournalBatch | null = null): Promise<JournalBatch | null> {
    return readFirst(this.#segments, limit, after);
  }

  /** Postgres has committed a batch, whoever has read it. */
  async acknowledge(batch: { segment: { name: string }; end: number; payloads: { length: number } }): Promise<void> {
    this.#segments.find(({ name }) => name === batch.segment.name)?.acknowledge(batch);
    for (const segment of this.#segments.filter((segment) => segment.isDrained && !this.#isInUse(segment))) {
      try {
        await this.#discard(segment);
        this.#segments = this.#segments.filter((other) => other !== segment);
      } catch (error) {
        // It is tried again with the next batch, and its bytes count for as long as it is there.
        this.#options.log("warn", `journal ${segment.name} is drained and cannot be deleted: ${String(error)}`);
      }
    }
  }

  /** Whether records may still be appended to it. A full one is done, else a small bound could be held by drained bytes. */
  #isInUse(segment: Segment): boolean {
    return segment === this.#current && !segment.sealed && (segment.size < this.#segmentBytes || this.#unwrittenBytes > 0);
  }

  async #discard(segment: Segment): Promise<void> {
    clearTimeout(this.#syncTimers.get(segment));
    this.#syncTimers.delete(segment);
    await segment.discard();
  }

  #bytes(): number {
    let bytes = 0;
    for (const { size } of this.#segments) bytes += size;
    return bytes;
  }

  /** Why no call may begin now that is to be recorded; null when one may. */
  findRefusal(): string | null {
    return this.#bytes() > this.#options.maxBytes * (1 - RESERVE) ? FULL : this.#fault;
  }

  status(): JournalStatus {
    return { pendingRecords: this.pendingRecords, bytes: this.#bytes(), maxBytes: this.#options.maxBytes, refusing: this.findRefusal() };
  }

  /** Makes durable what was taken, deletes what is acknowledged and leaves the rest to the next process. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    for (const segment of this.#segments) {
      if (segment.isDrained) await this.#discard(segment);
      else await this.#leave(segment);
    }
    this.#segments = [];
    await releaseBoot(this.#options.folder, this.#boot, this.#options.owner);
  }

  async #leave(segment: Segment): Promise<void> {
    clearTimeout(this.#syncTimers.get(segment));
    if (this.#syncTimers.delete(segment)) {
      await this.#sync(segment).catch((error: unknown) => this.#fail("may lose its last calls to a power loss", error));
    }
    await segment.close();
  }
}
