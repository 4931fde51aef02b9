import type { Db } from "@/lib/db";
import { describeDatabaseFault } from "./database-fault";
import type { JournalLog } from "./journal/adopt";
import { dropOldPartitions, makePartitionsAhead } from "./retention";

const DAY_MS = 86_400_000;
const RETRY_MS = 60_000;
/** How long `stop` waits for a statement that Postgres does not answer. */
const STOP_MS = 2_000;

export type UpkeepOptions = {
  db: Db;
  /** For how many whole months calls and attempts are kept; 0 is for ever. */
  keepMonths: number;
  log: JournalLog;
};

/** Sees to the ledger's tables at start and every day, beside the calls: none of them waits for it. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  #isFailing = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#runIn(0);
  }

  #runIn(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.run().then((nextMs) => {
        if (!this.#stopped) this.#runIn(nextMs);
      });
    }, ms).unref();
  }

  /**
   * Once, now. Tells the log of a failure, and of the first of several alone.
   * @returns in how many milliseconds to do it again
   */
  async run(): Promise<number> {
    const { db, keepMonths, log } = this.#options;
    try {
      await makePartitionsAhead(db, Date.now());
      if (keepMonths > 0) {
        const dropped = await dropOldPartitions(db, keepMonths, Date.now());
        if (dropped.length > 0) log("info", `calls older than ${keepMonths} months are deleted: ${dropped.join(", ")}`);
      }
      this.#isFailing = false;
      return DAY_MS;
    } catch (error) {
      if (!this.#isFailing) {
        log("warn", `the ledger's partitions cannot be seen to now, and are tried every minute: ${describeDatabaseFault(error)}`);
      }
      this.#isFailing = true;
      return RETRY_MS;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
  }
}
