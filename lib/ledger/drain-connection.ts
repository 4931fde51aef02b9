import pg from "pg";
import { bookCalls, type InsertRows } from "./book-calls";
import { copyRows, createCopyFormat } from "./copy-rows";
import { classifyDatabaseFault, isDuplicate } from "./database-fault";
import { createPartitions } from "./partitions";
import type { Query } from "./query";
import { TagNames } from "./tag-sums";
import { type CallWriter, insertMissing } from "./write-calls";

const CONNECT_MS = 5_000;

/** The drain's own connection: one, opened when there is something to write, and again after it was lost. */
export class DrainConnection {
  readonly #options: { databaseUrl: string; timeoutMs: number };
  readonly #ensurePartitions = createPartitions();
  readonly #tagNames = new TagNames();
  #client: pg.Client | null = null;
  #isClosed = false;

  /** @param options timeoutMs: how long a batch may take before it is given up with its connection */
  constructor(options: { databaseUrl: string; timeoutMs: number }) {
    this.#options = options;
  }

  /** Writes calls as any `CallWriter`, at a third of the cost. */
  readonly write: CallWriter = async (calls) => {
    if (calls.length === 0) return;
    await this.#run(async (client) => {
      const query = toQuery(client);
      const book = (insert: InsertRows) => inTransaction(client, () => bookCalls(calls, { query, insert, tagNames: this.#tagNames }));
      await this.#ensurePartitions(query, calls);
      try {
        await book(copyIn(client));
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        // Some are there already, which is seldom: after a crash, or when two processes have the same journal.
        await client.query("ROLLBACK");
        await book(insertMissing(query));
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
  return async (text, values, name) => (await client.query<Record<string, unknown>>({ text, values: [...values], ...(name && { name }) })).rows;
}

/** What fails is left to the caller, with its transaction. */
async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN");
  await work();
  await client.query("COMMIT");
}

/** Puts in rows that are all new, or fails. */
function copyIn(client: pg.Client): InsertRows {
  return async (table, types, rows) => {
    await copyRows(client, table, Object.keys(types), rows.map(createCopyFormat(types)).join(""));
    return null;
  };
}
