/** Enough for a 90th percentile that six samples lie above. */
export const MAX_SAMPLES = 64;

/** How long a sample tells of the present: after that an endpoint counts as one without figures. */
export const MAX_AGE_MS = 900_000;

/**
 * The last samples of an amount, MAX_SAMPLES at most and none older than MAX_AGE_MS. Kept sorted while it grows, so
 * that planning only looks ranks up; changed in place, by the functions here alone.
 */
export type SampleWindow = {
  /** In the order in which they came, from `first` on and round the end. */
  readonly values: Float64Array;
  readonly atMs: Float64Array;
  first: number;
  count: number;
  /** The same values, ascending: `count` of them. */
  readonly sorted: Float64Array;
};

export function createSampleWindow(): SampleWindow {
  const create = () => new Float64Array(MAX_SAMPLES);
  return { values: create(), atMs: create(), first: 0, count: 0, sorted: create() };
}

/** Takes in a sample seen at `nowMs`. What is no finite number of at least 0 is none. */
export function addSample(window: SampleWindow, value: number, nowMs: number): void {
  if (!Number.isFinite(value) || value < 0) return;
  const { first, count, values, atMs, sorted } = window;
  const at = (first + count) % MAX_SAMPLES;
  if (count === MAX_SAMPLES) {
    move(sorted, findPlace(sorted, count, values[at] ?? NaN), value, count);
    window.first = (first + 1) % MAX_SAMPLES;
  } else {
    move(sorted, count, value, count + 1);
    window.count = count + 1;
  }
  values[at] = value;
  atMs[at] = nowMs;
}

/** Drops what is too old at `nowMs`; it will not come back for an earlier time. */
export function dropStaleSamples(window: SampleWindow, nowMs: number): void {
  while (window.count > 0 && nowMs - (window.atMs[window.first] ?? nowMs) > MAX_AGE_MS) dropFirst(window);
}

/** The sample that `share` (above 0, up to 1) of all samples do not exceed, by nearest rank; null without samples. */
export function findRank({ sorted, count }: SampleWindow, share: number): number | null {
  return count === 0 ? null : (sorted[Math.ceil(share * count) - 1] ?? null);
}

/** The least sample; null without samples. */
export function findLeast({ sorted, count }: SampleWindow): number | null {
  return count === 0 ? null : (sorted[0] ?? null);
}

function dropFirst(window: SampleWindow): void {
  const { first, count, values, sorted } = window;
  move(sorted, findPlace(sorted, count, values[first] ?? NaN), Infinity, count);
  window.first = (first + 1) % MAX_SAMPLES;
  window.count = count - 1;
}

/**
 * Puts a value in the place of another and moves it to where it belongs. Elements are moved one by one: between two places
 * in so short a row that is faster than what copies blocks.
 */
function move(sorted: Float64Array, from: number, value: number, count: number): void {
  let place = from;
  for (let below = sorted[place - 1]; place > 0 && below !== undefined && below > value; below = sorted[place - 1]) {
    sorted[place] = below;
    place -= 1;
  }
  for (let above = sorted[place + 1]; place < count - 1 && above !== undefined && above < value; above = sorted[place + 1]) {
    sorted[place] = above;
    place += 1;
  }
  sorted[place] = value;
}

/** Where a value stands that is among the first `count`. */
function findPlace(sorted: Float64Array, count: number, value: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? NaN) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
