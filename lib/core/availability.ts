import { type Ratio, ratio } from "./ratio";

/** Calls by how they ended. Aborted ones are left out: the client left, and nobody knows how they would have ended. */
export type AvailabilitySums = { served: number; failed: number; rescued: number };

/** Of the calls that ended; null when none did. */
export type Availability = { withFallback: Ratio | null; without: Ratio | null };

/**
 * How many calls were served, and how many would have been by their first candidate alone. The first candidate is the
 * primary: whom the strategy ranks first before breakers and caps drop any. So a call whose primary was skipped as down or
 * capped counts against it like one whose primary failed: exactly the rescued ones. The place in the plan cannot tell,
 * since it counts those that were kept. A retry at the primary is no fallback.
 */
export function computeAvailability({ served, failed, rescued }: AvailabilitySums): Availability {
  const ended = BigInt(served + failed);
  if (ended === 0n) return { withFallback: null, without: null };
  return { withFallback: ratio(BigInt(served), ended), without: ratio(BigInt(served - rescued), ended) };
}
