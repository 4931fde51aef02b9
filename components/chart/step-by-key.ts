const STEPS: Record<string, number | undefined> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/**
 * Where a key leads among `count` columns of a chart, which ends at either side; null for a key that leads nowhere.
 * @param picked null where none is: the right arrow begins at the first, the left one at the last
 */
export function stepByKey(key: string, picked: number | null, count: number): number | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const from = picked ?? (step > 0 ? -1 : count);
  return Math.min(count - 1, Math.max(0, from + step));
}
