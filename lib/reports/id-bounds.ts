import { MAX_TOTAL_MS } from "@/lib/core/profile";
import { uuidv7Floor } from "@/lib/core/uuidv7";

/** Ids of a time span: `from` and above, below `to`. The ledger's partitions are cut by id, so reports ask by id. */
export type IdBounds = { from: string; to: string };

export function callIdsBetween(from: Date, to: Date): IdBounds {
  return { from: uuidv7Floor(from.getTime()), to: uuidv7Floor(to.getTime()) };
}

/** Where the attempts lie of calls that began from `from` up to and including `to`. */
export function attemptIdsOfCalls(fromMs: number, toMs: number): IdBounds {
  return { from: uuidv7Floor(fromMs), to: uuidv7Floor(toMs + MAX_TOTAL_MS) };
}
