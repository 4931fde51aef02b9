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
  if (window.count === MAX_SAMPLES) dropFirst(window);
  const at = (window.first + window.count) % MAX_SAMPLES;
  window.values[at] = value;
  window.atMs[at] = nowMs;
  insert(window.sorted, window.count, value);
  window.count += 1;
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
  remove(window.sorted, window.count, window.values[window.first] ?? NaN);
  window.first = (window.first + 1) % MAX_SAMPLES;
  window.count -= 1;
}

/** Elements are moved one by one: for so few a loop is faster than what copies blocks. */
function insert(sorted: Float64Array, count: number, value: number): void {
  let place = count;
  for (let above = sorted[place - 1]; place > 0 && above !== undefined && above > value; above = sorted[place - 1]) {
    sorted[place] = above;
    place -= 1;
  }
  sorted[place] = value;
}

function remove(sorted: Float64Array, count: number, value: number): void {
  const last = count - 1;
  for (let place = findPlace(sorted, count, value); place < last; place += 1) sorted[place] = sorted[place + 1] ?? NaN;
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
