import { fadedWeight } from "./fading";

/**
 * A mean in which old values fade out. Changed in place by `addToMean` alone, since one is kept for every profile and
 * endpoint and grows with every attempt. Silence changes nothing: the last known mean is the best guess there is.
 */
export type RunningMean = { sum: number; weight: number; atMs: number };

export function createRunningMean(): RunningMean {
  return { sum: 0, weight: 0, atMs: -Infinity };
}

/** Takes in a value seen at `nowMs`. A value that is no finite number, or has no weight, is none. */
export function addToMean(mean: RunningMean, value: number, nowMs: number, weight = 1): void {
  if (!Number.isFinite(value) || !(weight > 0)) return;
  const left = fadedWeight(nowMs - mean.atMs);
  mean.sum = mean.sum * left + value * weight;
  mean.weight = mean.weight * left + weight;
  mean.atMs = Math.max(mean.atMs, nowMs);
}

/** The mean, or null before the first value. */
export function meanOf(mean: RunningMean): number | null {
  return mean.weight > 0 ? mean.sum / mean.weight : null;
}
