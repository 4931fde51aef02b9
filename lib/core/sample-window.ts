/** Enough for a 90th percentile that six samples lie above. */
export const MAX_SAMPLES = 64;

/** How long a sample tells of the present: after that an endpoint counts as one without figures. */
export const MAX_AGE_MS = 900_000;

/**
 * The last samples of an amount, MAX_SAMPLES at most and none older than MAX_AGE_MS. Sorted when it is asked for a rank,
 * and then only if samples came or went since: they may come far more often than anybody asks. Changed in place, by the
 * functions here alone.
 */
export type SampleWindow = {
  /** In the order in which they came, from `first` on and round the end. */
  readonly values: Float64Array;
  readonly atMs: Float64Array;
  first: number;
  count: number;
  /** The same values, ascending: `count` of them, while `isSorted`. */
  readonly sorted: Float64Array;
  isSorted: boolean;
};

export function createSampleWindow(): SampleWindow {
  const create = () => new Float64Array(MAX_SAMPLES);
  return { values: create(), atMs: create(), first: 0, count: 0, sorted: create(), isSorted: true };
}

/** Takes in a sample seen at `nowMs`. What is no finite number of at least 0 is none. */
export function addSample(window: SampleWindow, value: number, nowMs: number): void {
  if (!Number.isFinite(value) || value < 0) return;
  if (window.count === MAX_SAMPLES) dropFirst(window);
  const at = (window.first + window.count) % MAX_SAMPLES;
  window.values[at] = value;
  window.atMs[at] = nowMs;
  window.count += 1;
  window.isSorted = false;
}

/** Drops what is too old at `nowMs`; it will not come back for an earlier time. */
export function dropStaleSamples(window: SampleWindow, nowMs: number): void {
  while (window.count > 0 && nowMs - (window.atMs[window.first] ?? nowMs) > MAX_AGE_MS) dropFirst(window);
}

/** The sample that `share` (above 0, up to 1) of all samples do not exceed, by nearest rank; null without samples. */
export function findRank(window: SampleWindow, share: number): number | null {
  return valueAt(window, Math.ceil(share * window.count) - 1);
}

/** The least sample; null without samples. */
export function findLeast(window: SampleWindow): number | null {
  return valueAt(window, 0);
}

function valueAt(window: SampleWindow, rank: number): number | null {
  if (window.count === 0) return null;
  if (!window.isSorted) sort(window);
  return window.sorted[rank] ?? null;
}

function sort(window: SampleWindow): void {
  const { values, first, count, sorted } = window;
  for (let index = 0; index < count; index += 1) sorted[index] = values[(first + index) % MAX_SAMPLES] ?? NaN;
  sorted.subarray(0, count).sort();
  window.isSorted = true;
}

function dropFirst(window: SampleWindow): void {
  window.first = (window.first + 1) % MAX_SAMPLES;
  window.count -= 1;
  window.isSorted = false;
}
