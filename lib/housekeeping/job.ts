import type { Db } from "@/lib/db";

/** Work that comes back by itself. Of all processes one does it at a time; `run` does what is due and may find nothing. */
export type Job = {
  /** Unique, in words: `read price feeds`. */
  name: string;
  everyMs: number;
  /** Gives up between steps once `signal` is aborted. What it throws is logged, and it is tried again at its next time. */
  run(db: Db, now: Date, signal: AbortSignal): Promise<void>;
};
