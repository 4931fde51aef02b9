import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "@/prisma/generated/client";
import { getEnv } from "./env";

export type Db = PrismaClient;

/** What a function needs that takes part in a caller's transaction. */
export type Transaction = Omit<Db, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** Options of a transaction: everything read in it is as of one moment. */
export const ONE_MOMENT = { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, timeout: 60_000 };

/**
 * Connects lazily: the first query opens the first connection.
 * @param maxConnections of the pool behind this client
 * @param queryTimeoutMs until a statement is given up with its connection: a server that vanished without a word would
 *   keep both for ever
 */
export function createDb(databaseUrl: string, maxConnections = 10, queryTimeoutMs = 60_000): Db {
  return new PrismaClient({
    adapter: new PrismaPg({
      connectionString: databaseUrl,
      max: maxConnections,
      connectionTimeoutMillis: 5_000,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
    }),
    // Prisma's two seconds until a transaction begins are few on a busy machine.
    transactionOptions: { maxWait: 10_000, timeout: 20_000 },
  });
}

/** On the global object: Next loads this module once for every bundle, and the pool must still be one. */
const shared = globalThis as { routeledgerDb?: Db };

/** The one client of this process, for pages and route handlers. */
export function getDb(): Db {
  shared.routeledgerDb ??= createDb(getEnv().DATABASE_URL);
  return shared.routeledgerDb;
}
