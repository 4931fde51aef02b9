import { exp } from "./exp-log";

/**
 * How long until an observation counts half. Incidents at large providers last 45 to 77 minutes at the median (status
 * pages, data of arXiv 2501.12469): ten minutes into one, or after its end, the new state has the greater say.
 */
export const HALF_LIFE_MS = 600_000;

/** Several means are faded by the same time, one after the other. */
let [latestMs, latestWeight] = [HALF_LIFE_MS, 0.5];

/** What is left of an observation's weight after `elapsedMs`, from 1 down to 0. A clock that went back fades nothing. */
export function fadedWeight(elapsedMs: number): number {
  if (!(elapsedMs > 0)) return 1;
  if (elapsedMs !== latestMs) {
    latestWeight = exp(-Math.LN2 * (elapsedMs / HALF_LIFE_MS));
    latestMs = elapsedMs;
  }
  return latestWeight;
}
