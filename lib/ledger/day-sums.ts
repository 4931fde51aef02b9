import { addSum, type Sum } from "./sum-calls";

/** The UTC hour of a quarter-hour, both as ISO 8601 texts of their beginnings. */
export function hourOf(bucket: string): string {
  return `${bucket.slice(0, -"00:00.000Z".length)}00:00.000Z`;
}

/** The UTC day of one. */
export function dayOf(bucket: string): string {
  return `${bucket.slice(0, -"00:00:00.000Z".length)}00:00:00.000Z`;
}

/** The same sums by UTC day: what rollups by quarter-hour add to those by day. */
export function sumDays(quarters: readonly Sum[]): Sum[] {
  const days = new Map<string, Sum>();
  for (const { key, values } of quarters) addSum(days, { ...key, bucket: dayOf(String(key.bucket)) }, { ...values });
  return [...days.values()];
}
