import { createDurably, openLater, writeAll } from "./durable-file";
import { decodeFrames } from "./frame";
import type { JournalFile, JournalFolder } from "./journal-file";

/** About a batch of calls. */
const READ_BYTES = 2 * 1024 * 1024;

export type SegmentBatch = {
  /** Some records of a segment, in the order in which they were appended. */
  payloads: Buffer[];
  /** What stood before, between or, at the segment's end, behind them and is no record. */
  damaged: Buffer[];
  end: number;
};

/** How far a segment has come, for whoever reads it elsewhere. */
export type SegmentExtent = { name: string; size: number; records: number; drained: number; drainedRecords: number };

/** One append-only file: written at its end, read from where the drain has come to. */
export class Segment {
  readonly name: string;
  readonly #folder: JournalFolder;
  readonly #file: JournalFile;
  /** Of the file; while it is appended to, where the last whole record ends. */
  #size = 0;
  #drained = 0;
  #records = 0;
  #drainedRecords = 0;
  /** Nothing may be appended any more: its end may be torn, or the disk has failed to keep it. */
  sealed = false;

  private constructor(folder: JournalFolder, name: string, file: JournalFile) {
    this.#folder = folder;
    this.name = name;
    this.#file = file;
  }

  static async create(folder: JournalFolder, name: string): Promise<Segment> {
    return new Segment(folder, name, await createDurably(folder, name));
  }

  /**
   * A segment that a dead process left; null when another process was quicker to take and delete it. It is never
   * appended to, and its torn tail is read as damage.
   */
  static async recover(folder: JournalFolder, name: string): Promise<Segment | null> {
    const file = await folder.open(name);
    if (!file) return null;
    const segment = new Segment(folder, name, file);
    try {
      // Its writer may have been killed before it could, and a power loss must not take what was promised long ago.
      await file.datasync();
      segment.#size = await file.size();
      for (let end = 0; end < segment.#size; ) {
        const batch = await segment.read(end, Infinity);
        end = batch.end;
        segment.#records += batch.payloads.length;
      }
      return segment;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** A segment that another thread has made, writes and deletes. */
  static follow(folder: JournalFolder, extent: SegmentExtent): Segment {
    const segment = new Segment(folder, extent.name, openLater(folder, extent.name));
    segment.#drained = extent.drained;
    segment.#drainedRecords = extent.drainedRecords;
    return segment;
  }

  get extent(): SegmentExtent {
    return { name: this.name, size: this.#size, records: this.#records, drained: this.#drained, drainedRecords: this.#drainedRecords };
  }

  /** Its writer has come this far. */
  grow({ size, records }: SegmentExtent): void {
    this.#size = size;
    this.#records = records;
  }

  get size(): number {
    return this.#size;
  }

  get pendingRecords(): number {
    return this.#records - this.#drainedRecords;
  }

  /** How far Postgres has it all. */
  get drained(): number {
    return this.#drained;
  }

  get isDrained(): boolean {
    return this.#drained === this.#size;
  }

  /** Appends whole records, or nothing of them. */
  async append(bytes: Uint8Array, records: number): Promise<void> {
    try {
      await writeAll(this.#file, bytes, this.#size);
    } catch (error) {
      // A full disk writes a part before it says so, and a record appended behind that part would be lost with it.
      await this.#file.truncate(this.#size).catch(() => {
        this.sealed = true;
      });
      throw error;
    }
    this.#size += bytes.length;
    this.#records += records;
  }

  sync(): Promise<void> {
    return this.#file.datasync();
  }

  /** Records from an offset on, at most `limit`. None where only damage is left. */
  async read(start: number, limit: number): Promise<SegmentBatch> {
    for (let length = READ_BYTES; ; length *= 4) {
      const available = this.#size - start;
      const bytes = await this.#file.read(start, Math.min(length, available));
      const { frames, end, damaged } = decodeFrames(bytes, limit);
      if (frames.length > 0) return { payloads: frames.map((frame) => frame.payload), damaged, end: start + end };
      if (length >= available) return { payloads: [], damaged: [bytes], end: start + available };
    }
  }

  /** Postgres has everything up to the end of this batch. */
  acknowledge(batch: { end: number; payloads: { length: number } }): void {
    this.#drained = batch.end;
    this.#drainedRecords = this.isDrained ? this.#records : this.#drainedRecords + batch.payloads.length;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** Closes and deletes it. */
  async discard(): Promise<void> {
    await this.close();
    await this.#folder.remove(this.name);
  }
}
