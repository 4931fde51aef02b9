import { formatUsdExact } from "@/lib/core/money";
import type { JournalLog } from "./journal/adopt";
import type { CallRecord } from "./record";
import { summariseCall } from "./summarise-call";

/** Calls that were made and are missing in the ledger, and what is known to have been spent on them. */
export type UnrecordedCalls = { calls: number; costPico: bigint };

/** Between two lines about it: a disk that is full is often the log's disk too. */
const LOG_MS = 10_000;

/** Counts what the journal could not take, for as long as the process lives, and says so in the log. */
export class Unrecorded {
  readonly #log: JournalLog;
  #calls = 0;
  #costPico = 0n;
  #logged = 0;
  #reason = "";
  #timer: NodeJS.Timeout | null = null;

  constructor(log: JournalLog) {
    this.#log = log;
  }

  add(call: CallRecord, reason: unknown): void {
    this.#calls += 1;
    this.#costPico += summariseCall(call).costPico;
    this.#reason = reason instanceof Error ? reason.message : String(reason);
    if (!this.#timer) this.#say();
  }

  #say(): void {
    this.#timer = null;
    if (this.#logged === this.#calls) return;
    this.#logged = this.#calls;
    const cost = formatUsdExact(this.#costPico);
    this.#log("error", `unrecorded calls since the start: ${this.#calls}, of a known cost of ${cost} USD: ${this.#reason}`);
    this.#timer = setTimeout(() => this.#say(), LOG_MS).unref();
  }

  status(): UnrecordedCalls {
    return { calls: this.#calls, costPico: this.#costPico };
  }

  /** Says what was not said yet. */
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#say();
    if (this.#timer) clearTimeout(this.#timer);
  }
}
