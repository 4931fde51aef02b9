import type { Db, Transaction } from "@/lib/db";

/**
 * A client on which functions that begin a transaction of their own take part in this one: so that all of the first
 * data is written or nothing, whenever the process may die.
 */
export function joinTransaction(tx: Transaction): Db {
  const $transaction = <Result>(work: (inner: Transaction) => Promise<Result>) => work(tx);
  return new Proxy(tx, {
    get: (target, name) => (name === "$transaction" ? $transaction : Reflect.get(target, name) as unknown),
  }) as Db;
}
