/** Enough for a 90th percentile that six samples lie above. */
export const MAX_SAMPLES = 64;

/** How long a sample tells of the present: after that an endpoint counts as one without figures. */
export const MAX_AGE_MS = 900_000;

/**
 * The last samples of an amount, MAX_SAMPLES at most and none older than MAX_AGE_MS. Kept sorted while it grows, so
 * that planning only looks ranks up; changed in place, by the functions here alone.
 */
export type SampleWindow = {
  /** In the order in which they came. */
  readonly samples: { readonly value: number; readonly atMs: number }[];
  /** Their values, ascending. */
  readonly sorted: number[];
};

export function createSampleWindow(): SampleWindow {
  return { samples: [], sorted: [] };
}

/** Takes in a sample seen at `nowMs`. What is no finite number of at least 0 is none. */
export function addSample(window: SampleWindow, value: number, nowMs: number): void {
  if (!Number.isFinite(value) || value < 0) return;
  if (window.samples.length === MAX_SAMPLES) dropFirst(window);
  window.samples.push({ value, atMs: nowMs });
  const above = window.sorted.findIndex((other) => other > value);
  window.sorted.splice(above === -1 ? window.sorted.length : above, 0, value);
}

/** Drops what is too old at `nowMs`; it will not come back for an earlier time. */
export function dropStaleSamples(window: SampleWindow, nowMs: number): void {
  while (window.samples[0] && nowMs - window.samples[0].atMs > MAX_AGE_MS) dropFirst(window);
}

/** The sample that `share` (above 0, up to 1) of all samples do not exceed, by nearest rank; null without samples. */
export function findRank(window: SampleWindow, share: number): number | null {
  return window.sorted[Math.ceil(share * window.sorted.length) - 1] ?? null;
}

function dropFirst(window: SampleWindow): void {
  const first = window.samples.shift();
  if (first) window.sorted.splice(window.sorted.indexOf(first.value), 1);
}
