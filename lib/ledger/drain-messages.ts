import type { JournalLog } from "./journal/adopt";
import type { SegmentExtent } from "./journal/segment";
import type { DrainState } from "./drain";

/** What the drain's thread is started with. */
export type DrainThreadData = { databaseUrl: string; batchTimeoutMs: number; journalPath: string };

/** To the thread. `unread` is always all of it, so that a thread that was just started needs nothing else. */
export type ToDrain = { type: "unread"; unread: SegmentExtent[] } | { type: "flush"; id: number } | { type: "stop" };

/** From the thread. */
export type FromDrain =
  | { type: "acknowledged"; name: string; end: number; records: number }
  | { type: "state"; state: DrainState }
  | { type: "flushed"; id: number }
  | { type: "log"; level: Parameters<JournalLog>[0]; message: string }
  | { type: "stopped" };
