import { readFileSync } from "node:fs";

/** For the database, the journal, the pages and whatever else is open beside calls. */
const RESERVED = 256;

/** How many calls, and how many connections of clients, a process has descriptors for; infinite where that is not known. */
export type Room = { calls: number; connections: number };

/** A call under way has two: its client's and its provider's. @param maxCalls what is asked for */
export function roomFor(maxCalls: number, descriptors: number): Room {
  const free = Math.max(2, descriptors - RESERVED);
  const calls = Math.min(maxCalls, Math.floor(free / 2));
  return { calls, connections: free - calls };
}

/** The most descriptors that this process may have (Node raises its own limit to it); infinite where nothing tells. */
export function findDescriptorLimit(): number {
  try {
    const [, limit] = /^Max open files +(\d+) /m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return limit === undefined ? Infinity : Number(limit);
  } catch {
    return Infinity;
  }
}
