import { type Db, ONE_MOMENT, type Transaction } from "@/lib/db";

/**
 * Closes and corrects months one at a time, everything read in it as of one moment. The lock is of a table and not an
 * advisory one: a query that waits for a lock has its snapshot from before it waited, and would not see what the one before
 * has charged; LOCK TABLE takes none. Readers do not wait.
 */
export function withMonthsLocked<T>(db: Db, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE closed_months IN SHARE ROW EXCLUSIVE MODE`;
    return work(tx);
  }, ONE_MOMENT);
}
