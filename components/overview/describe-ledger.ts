import { formatDuration, plural } from "../counts";

/** From here on a reader would miss calls that they know of: before it, they are on their way. */
const BEHIND_MS = 10_000;

export type LedgerFigures = { pendingCalls: number; oldestPendingMs: number | null; unrecordedCalls: number };

/** "1,204 calls of the last 3 min 5 s are in no figure below yet."; null while the figures are up to date. */
export function describePending({ pendingCalls, oldestPendingMs }: LedgerFigures): string | null {
  if (pendingCalls === 0 || oldestPendingMs === null || oldestPendingMs < BEHIND_MS) return null;
  const age = formatDuration(oldestPendingMs);
  return `${plural(pendingCalls, "call")} of the last ${age} ${pendingCalls === 1 ? "is" : "are"} in no figure below yet.`;
}

/** Null while every call could be recorded. */
export function describeUnrecorded({ unrecordedCalls }: LedgerFigures): string | null {
  if (unrecordedCalls === 0) return null;
  const verb = unrecordedCalls === 1 ? "is" : "are";
  return `${plural(unrecordedCalls, "call")} of all teams since the gateway started could not be recorded and ${verb} in no figure.`;
}
