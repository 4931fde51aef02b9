import { UUID_RANDOM_BYTES, uuidv7 } from "@/lib/core/uuidv7";

const ZEROS = new Uint8Array(UUID_RANDOM_BYTES);

/** Longer than any call may take (`totalMs`), so that the attempts of a call begin within it. */
const LONGEST_CALL_MS = 24 * 3_600_000;

/** Ids of a time span: `from` and above, below `to`. The ledger's partitions are cut by id, so reports ask by id. */
export type IdBounds = { from: string; to: string };

export function callIdsBetween(from: Date, to: Date): IdBounds {
  return { from: smallestId(from.getTime()), to: smallestId(to.getTime()) };
}

/** Where the attempts lie of calls that began from `from` up to and including `to`. */
export function attemptIdsOfCalls(fromMs: number, toMs: number): IdBounds {
  return { from: smallestId(fromMs), to: smallestId(toMs + LONGEST_CALL_MS) };
}

function smallestId(atMs: number): string {
  return uuidv7(atMs, ZEROS);
}
