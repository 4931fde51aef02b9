import type { JournalFolder } from "./journal-file";
import { type JournalBatch, type JournalReader, readFirst } from "./journal-reader";
import { Segment, type SegmentExtent } from "./segment";

/** A journal that another thread writes, read by what that one tells of it. Appends nothing and deletes nothing. */
export class JournalView implements JournalReader {
  readonly #folder: JournalFolder;
  readonly #onAcknowledged: (batch: JournalBatch) => void;
  #segments: Segment[] = [];

  /** @param onAcknowledged tells the writer, who then deletes what is drained */
  constructor(folder: JournalFolder, onAcknowledged: (batch: JournalBatch) => void) {
    this.#folder = folder;
    this.#onAcknowledged = onAcknowledged;
  }

  /** @param unread what the writer has not heard to be drained, oldest first; this side may know more */
  tell(unread: readonly SegmentExtent[]): void {
    const before = this.#segments;
    this.#segments = unread.map((extent) => {
      const segment = before.find(({ name }) => name === extent.name) ?? Segment.follow(this.#folder, extent);
      segment.grow(extent);
      return segment;
    });
    for (const segment of before.filter((segment) => !this.#segments.includes(segment))) void segment.close().catch(() => undefined);
  }

  get hasUnread(): boolean {
    return this.#segments.some((segment) => !segment.isDrained);
  }

  get pendingRecords(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.pendingRecords, 0);
  }

  readBatch(limit: number, after: JournalBatch | null): Promise<JournalBatch | null> {
    return readFirst(this.#segments, limit, after);
  }

  acknowledge(batch: JournalBatch): Promise<void> {
    batch.segment.acknowledge(batch);
    this.#onAcknowledged(batch);
    return Promise.resolve();
  }
}
