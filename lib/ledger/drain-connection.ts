import pg from "pg";
import { addAttemptSums, addCallSums } from "./add-sums";
import { copyRows, formatCopyRow } from "./copy-rows";
import { classifyDatabaseFault, isDuplicate } from "./database-fault";
import { createPartitions } from "./partitions";
import type { Query } from "./query";
import { ATTEMPT_COLUMNS, CALL_COLUMNS, toAttemptRow, toCallRow } from "./rows";
import { type NewCall, toNewCalls } from "./sum-calls";
import { type CallWriter, sortCalls, writeNewCalls } from "./write-calls";

const CONNECT_MS = 5_000;
const CALL_NAMES = Object.keys(CALL_COLUMNS);
const ATTEMPT_NAMES = Object.keys(ATTEMPT_COLUMNS);

/** The drain's own connection: one, opened when there is something to write, and again after it was lost. */
export class DrainConnection {
  readonly #options: { databaseUrl: string; timeoutMs: number };
  readonly #ensurePartitions = createPartitions();
  #client: pg.Client | null = null;
  #isClosed = false;

  /** @param options timeoutMs: how long a batch may take before it is given up with its connection */
  constructor(options: { databaseUrl: string; timeoutMs: number }) {
    this.#options = options;
  }

  /** Writes calls as any `CallWriter`, at a third of the cost. */
  readonly write: CallWriter = async (calls) => {
    if (calls.length === 0) return;
    const sorted = sortCalls(calls);
    await this.#run(async (client) => {
      await this.#ensurePartitions(toQuery(client), sorted);
      try {
        await copyCalls(client, toNewCalls(sorted));
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        // Some are there already, which is seldom: after a crash, or when two processes have the same journal.
        await client.query("ROLLBACK");
        await writeNewCalls(toQuery(client), sorted);
      }
    });
  };

  /** Gives up a batch that takes too long: a server that vanished without a word would hold the books up for ever. */
  async #run(work: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = this.#client ?? (await this.#connect());
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`timeout: no answer from the database in ${this.#options.timeoutMs} ms`));
      }, this.#options.timeoutMs);
    });
    try {
      await Promise.race([work(client), timeout]);
    } catch (error) {
      // Any other fault may be one of the connection: of a server that was read-only when it began, for example.
      const isGood = classifyDatabaseFault(error) === "data" && (await this.#rollBack(client, timeout));
      if (!isGood) this.#discard(client);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #rollBack(client: pg.Client, timeout: Promise<never>): Promise<boolean> {
    return Promise.race([client.query("ROLLBACK"), timeout]).then(() => true, () => false);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#options.databaseUrl, connectionTimeoutMillis: CONNECT_MS, keepAlive: true,
    });
    client.on("error", () => {
      this.#discard(client);
    });
    await client.connect();
    this.#client = client;
    if (this.#isClosed) {
      this.#discard(client);
      throw new Error("the ledger is closed");
    }
    return client;
  }

  #discard(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
    void client.end().catch(() => undefined);
  }

  /** Gives up what is under way. */
  close(): void {
    this.#isClosed = true;
    if (this.#client) this.#discard(this.#client);
  }
}

function toQuery(client: pg.Client): Query {
  return (sql, values) => client.query(sql, [...values]);
}

/**
 * In the order in which `writeStatement` takes its locks: those rows first that are keyed by the ids of attempts.
 * @throws when one of the calls is there already
 */
async function copyCalls(client: pg.Client, calls: readonly NewCall[]): Promise<void> {
  await client.query("BEGIN");
  const attempts = calls.flatMap(({ call }) => call.attempts.map((attempt) => ({ call, attempt })));
  if (attempts.length > 0) {
    attempts.sort((a, b) => (a.attempt.id < b.attempt.id ? -1 : 1));
    const rows = attempts.map(({ call, attempt }) => formatCopyRow(toAttemptRow(call, attempt), ATTEMPT_NAMES));
    await copyRows(client, "attempts", ATTEMPT_NAMES, rows.join(""));
    await addAttemptSums(client, calls);
  }
  const rows = calls.map(({ call, summary }) => formatCopyRow(toCallRow(call, summary), CALL_NAMES));
  await copyRows(client, "calls", CALL_NAMES, rows.join(""));
  await addCallSums(client, calls);
  await client.query("COMMIT");
}
