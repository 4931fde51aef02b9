import { GoneError } from "./durable-file";
import type { Segment, SegmentBatch } from "./segment";

/** Records for the drain; give it back to `acknowledge` once Postgres has committed them. */
export type JournalBatch = SegmentBatch & {
  segment: Segment;
  /** Its file was deleted before it was read: by another process that had drained it, or by somebody's hand. */
  isGone?: boolean;
};

/** The journal as the drain sees it. */
export type JournalReader = {
  /** Whether there is anything that was not acknowledged. */
  readonly hasUnread: boolean;
  readonly pendingRecords: number;
  /**
   * The oldest records that are not acknowledged, at most `limit`, and the damage among them; null when there are none.
   * @param after reads on behind this batch, which is not acknowledged yet
   * @throws when nothing can be read. A segment that cannot be read is passed over while others can.
   */
  readBatch(limit: number, after: JournalBatch | null): Promise<JournalBatch | null>;
  /** Postgres has committed the batch. */
  acknowledge(batch: JournalBatch): Promise<void>;
};

/** The `readBatch` of a reader that has these segments, oldest first. */
export async function readFirst(segments: readonly Segment[], limit: number, after: JournalBatch | null): Promise<JournalBatch | null> {
  const failures: unknown[] = [];
  for (const segment of segments.slice(after ? Math.max(0, segments.indexOf(after.segment)) : 0)) {
    const start = segment === after?.segment ? after.end : segment.drained;
    if (start === segment.size) continue;
    try {
      return { ...(await segment.read(start, limit)), segment };
    } catch (error) {
      // Another process has taken it over too, and deletes only what Postgres has committed.
      if (error instanceof GoneError) return { payloads: [], damaged: [], end: segment.size, segment, isGone: true };
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return null;
}
