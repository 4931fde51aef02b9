import { decodeFrames } from "./frame";
import type { JournalFile, JournalFolder } from "./journal-file";

const READ_BYTES = 1024 * 1024;

/** Some records of a segment, in the order in which they were appended. */
export type SegmentBatch = { payloads: Buffer[]; end: number; damagedBytes: number };

/** One append-only file: written at its end, read from where the drain has come to. */
export class Segment {
  readonly name: string;
  readonly #folder: JournalFolder;
  readonly #file: JournalFile;
  /** Where the last whole record ends. */
  #size = 0;
  /** How far Postgres has it all. */
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
    return new Segment(folder, name, await folder.create(name));
  }

  /**
   * A segment that a dead process left. It is never appended to, so its torn tail is cut by not reading it.
   * @returns with it the bytes of the tail, and of damage between its records
   */
  static async recover(folder: JournalFolder, name: string) {
    const segment = new Segment(folder, name, await folder.open(name));
    const fileBytes = await segment.#file.size();
    segment.#size = fileBytes;
    let end = 0;
    let damagedBytes = 0;
    for (;;) {
      const batch = await segment.#readAt(end, Infinity);
      if (batch.payloads.length === 0) break;
      end = batch.end;
      damagedBytes += batch.damagedBytes;
      segment.#records += batch.payloads.length;
    }
    segment.#size = end;
    return { segment, tornBytes: fileBytes - end, damagedBytes };
  }

  get size(): number {
    return this.#size;
  }

  get pendingRecords(): number {
    return this.#records - this.#drainedRecords;
  }

  get isDrained(): boolean {
    return this.#drained === this.#size;
  }

  /** Appends whole records, or nothing of them. */
  async append(bytes: Uint8Array, records: number): Promise<void> {
    try {
      for (let written = 0; written < bytes.length; ) {
        written += await this.#file.write(bytes.subarray(written), this.#size + written);
      }
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

  /** The next records that are not in Postgres yet. None, with `end` at the end, where only damage is left. */
  read(limit: number): Promise<SegmentBatch> {
    return this.#readAt(this.#drained, limit);
  }

  async #readAt(start: number, limit: number): Promise<SegmentBatch> {
    for (let length = READ_BYTES; ; length *= 4) {
      const available = this.#size - start;
      const bytes = await this.#file.read(start, Math.min(length, available));
      const { frames, end, damagedBytes } = decodeFrames(bytes, limit);
      if (frames.length > 0) return { payloads: frames.map((frame) => frame.payload), end: start + end, damagedBytes };
      if (length >= available) return { payloads: [], end: start + available, damagedBytes: available };
    }
  }

  /** Postgres has everything up to the end of this batch. */
  acknowledge(batch: SegmentBatch): void {
    this.#drained = batch.end;
    this.#drainedRecords += batch.payloads.length;
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
