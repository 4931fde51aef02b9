/** Where a point of a chart stands, in percent of the plot: a column of some width, or a mark at some height. */
export type Place = { x: number; width: number; y: null } | { x: number; width: 0; y: number };

/** Of the columns that under the pointer, of marks the nearest; the pointer and the plot's size in pixels. */
export function nearestPoint(places: readonly Place[], pointer: { left: number; top: number }, plot: { width: number; height: number }): number | null {
  let nearest: number | null = null;
  let least = Infinity;
  for (const [index, { x, width, y }] of places.entries()) {
    const across = ((x + width / 2) / 100) * plot.width - pointer.left;
    const down = y === null ? 0 : (y / 100) * plot.height - pointer.top;
    const distance = Math.hypot(across, down);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

const STEPS: Record<string, number | undefined> = {
  ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity,
};

/** Which point a key leads to; null for a key that does not move. */
export function pointAfterKey(key: string, picked: number | null, count: number): number | null {
  const step = STEPS[key];
  if (step === undefined || count === 0) return null;
  const from = picked ?? (step > 0 ? -1 : count);
  return Math.min(count - 1, Math.max(0, from + step));
}
