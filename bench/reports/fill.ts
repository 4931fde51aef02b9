import pg from "pg";
import { CONNECT, DRAW, PREPARE, TRY, WRITE } from "./fill-sql";

const DAY_MS = 86_400_000;
/** Attempts begin after their call: none may need the partition of the month after. */
const LAST_CALL_MS = 2_000;
/** Of one statement. */
const MAX_PIECE = 100_000;

type Piece = { first: number; last: number; fromMs: number; spanMs: number };

export type Filled = { seconds: number; callsPerS: number; bytes: number; rows: Record<string, number> };

/**
 * Writes so many calls, evenly over a time that ends on a quarter-hour. Nothing of it is logged ahead of time, since a
 * throwaway needs no recovery, and all of it is vacuumed at once: what the server does by itself would be measured too.
 */
export async function fill(databaseUrl: string, calls: number, from: Date, to: Date, signal: AbortSignal): Promise<Filled> {
  const startedAt = performance.now();
  const client = await connect(databaseUrl);
  try {
    await client.query("ALTER SYSTEM SET autovacuum = off");
    await client.query("SELECT pg_reload_conf()");
    for (const statement of PREPARE) await client.query(statement);
    for (let ms = from.getTime(); ms < to.getTime() + DAY_MS; ms += DAY_MS) await client.query("SELECT ensure_ledger_partitions($1)", [new Date(ms)]);
    const tables = await listTables(client);
    for (const table of tables) await client.query(`ALTER TABLE ${table} SET UNLOGGED`);
    const pieces = cut(calls, from.getTime(), to.getTime());
    // The second is waited for too when the first has failed: its server must not be taken away from under it.
    const writers = await Promise.allSettled([writeAll(databaseUrl, pieces, signal), writeAll(databaseUrl, pieces, signal)]);
    for (const writer of writers) if (writer.status === "rejected") throw writer.reason;
    await client.query("VACUUM ANALYZE");
    const seconds = (performance.now() - startedAt) / 1_000;
    const rows: Record<string, number> = {};
    for (const table of ["calls", "attempts", ...tables.filter((name) => !/_\d+$/.test(name))]) {
      const { rows: [row] } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
      rows[table] = Number(row?.count);
    }
    const { rows: [size] } = await client.query<{ bytes: string }>("SELECT pg_database_size(current_database()) AS bytes");
    return { seconds, callsPerS: calls / seconds, bytes: Number(size?.bytes), rows };
  } finally {
    await client.end();
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

/** What the drain writes to: the partitions of calls and attempts, and every rollup. */
async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ '^(calls|attempts)_\\d|rollup|_sums$' ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

/** By UTC day, so that no two connections add to the same rollups, and no more at once than memory is for. */
export function cut(calls: number, fromMs: number, toMs: number): Piece[] {
  const share = (ms: number) => Math.floor((calls * (ms - fromMs)) / (toMs - fromMs));
  const pieces: Piece[] = [];
  for (let dayMs = fromMs; dayMs < toMs; dayMs = Math.floor(dayMs / DAY_MS + 1) * DAY_MS) {
    const endMs = Math.min(Math.floor(dayMs / DAY_MS + 1) * DAY_MS, toMs);
    const [first, end] = [share(dayMs), share(endMs)];
    const parts = Math.ceil((end - first) / MAX_PIECE);
    const spanMs = Math.floor((endMs - LAST_CALL_MS - dayMs) / parts);
    for (let part = 0; part < parts; part++) {
      const numberOf = (index: number) => first + Math.floor(((end - first) * index) / parts);
      pieces.push({ first: numberOf(part), last: numberOf(part + 1) - 1, fromMs: dayMs + part * spanMs, spanMs });
    }
  }
  return pieces;
}

/** Takes pieces until there are none left. */
async function writeAll(databaseUrl: string, pieces: Piece[], signal: AbortSignal): Promise<void> {
  const client = await connect(databaseUrl);
  try {
    for (const statement of CONNECT) await client.query(statement);
    for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
      signal.throwIfAborted();
      await client.query(DRAW, [piece.first, piece.last, piece.fromMs, piece.spanMs]);
      await client.query(TRY);
      for (const statement of WRITE) await client.query(statement);
      await client.query("TRUNCATE drawn, tried");
    }
  } catch (error) {
    pieces.length = 0;
    throw error;
  } finally {
    await client.end();
  }
}
