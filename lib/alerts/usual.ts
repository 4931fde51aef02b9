const WEEK_DAYS = 7;
/** Days to go by, or nothing is usual yet. */
const LEAST_DAYS = 7;
const UPPER = 0.95;

/** The value below which a share of others lies, between two of them in proportion. @param values not empty, in any order */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

/**
 * The upper end of what is usual at this hour: whatever was reached on the same weekday, and what 95% of all days kept
 * below. null with fewer than seven days to go by.
 * @param before of yesterday, the day before and so on; null for a day with too little to say
 */
export function usualUpper(before: readonly (number | null)[]): number | null {
  const known = before.filter((value) => value !== null);
  if (known.length < LEAST_DAYS) return null;
  const sameWeekday = before.filter((value, index) => value !== null && (index + 1) % WEEK_DAYS === 0);
  return Math.max(quantile(known, UPPER), ...sameWeekday.map(Number));
}

/** The middle of what was so on the days before; null with fewer than seven of them. */
export function usualMiddle(before: readonly (number | null)[]): number | null {
  const known = before.filter((value) => value !== null);
  return known.length < LEAST_DAYS ? null : quantile(known, 0.5);
}
