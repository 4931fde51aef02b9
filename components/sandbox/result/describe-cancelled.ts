import { formatCount } from "../../counts";

/** Half a run has no figures: what it counted so far is no fair sample of the whole run. */
export function describeCancelled({ calls, ofCalls }: { calls: number; ofCalls: number }): string {
  return `Cancelled after ${formatCount(calls)} of ${formatCount(ofCalls)} calls. What they say of the first hours is not the answer for all of them, so none is shown.`;
}
