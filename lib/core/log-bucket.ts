/**
 * Histograms of durations that can be added up over any range and still give percentiles: values are counted in buckets
 * each of which ends 2% above its start, so that a percentile is within 1% of the value that it stands for.
 */
const GROWTH = 1.02;
const LN_GROWTH = Math.log(GROWTH);

/** What a database integer holds. */
const LARGEST = 2 ** 31 - 1;

/** Bucket 0 holds what is below 1; bucket n from 1 on holds values from 1.02^(n-1) up to, not including, 1.02^n. */
export function logBucket(value: number): number {
  // Of whole numbers none is so near to a power of 1.02 that the rounding of a logarithm could matter.
  return value >= 1 ? 1 + Math.floor(Math.log(Math.min(value, LARGEST)) / LN_GROWTH) : 0;
}

/** The value in a bucket's middle, no more than 1% from any that is in it. */
export function middleOfBucket(bucket: number): number {
  return bucket <= 0 ? 0 : GROWTH ** (bucket - 0.5);
}

/** How many values by bucket. */
export type Histogram = ReadonlyMap<number, bigint>;

/**
 * The value that so great a share of all are not above (the nearest rank); null when there are none.
 * @param share from 0 to 1: 0.95 for the 95th percentile
 */
export function percentileOf(histogram: Histogram, share: number): number | null {
  const buckets = [...histogram].filter(([, count]) => count > 0n).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0n);
  const rank = Math.max(1, Math.ceil(share * Number(total)));
  let below = 0n;
  for (const [bucket, count] of buckets) {
    below += count;
    if (Number(below) >= rank) return middleOfBucket(bucket);
  }
  return null;
}

/** Of a count in `formatHistogram`: a sum of ranges stays right up to a million million values in a bucket. */
const DIGITS = 12;

/**
 * A histogram as one whole number, twelve decimal digits for each bucket, the lowest bucket last: the sum of two such
 * numbers is the number of both histograms together, so that a database merges them with `sum`. What would be zeros at
 * its end is an exponent, as in `7e36`.
 */
export function formatHistogram(histogram: Histogram): string {
  const buckets = [...histogram.keys()].sort((a, b) => b - a);
  const [highest, lowest] = [buckets[0], buckets.at(-1)];
  if (highest === undefined || lowest === undefined) return "0";
  let digits = "";
  for (let bucket = highest; bucket >= lowest; bucket--) digits += String(histogram.get(bucket) ?? 0n).padStart(DIGITS, "0");
  return `${digits}e${DIGITS * lowest}`;
}

/** The histogram that `formatHistogram` wrote, or a sum of several. */
export function parseHistogram(text: string): Map<number, bigint> {
  const [digits = "", exponent = "0"] = text.split("e");
  const histogram = new Map<number, bigint>();
  for (let bucket = Number(exponent) / DIGITS, end = digits.length; end > 0; bucket++, end -= DIGITS) {
    const count = BigInt(digits.slice(Math.max(0, end - DIGITS), end));
    if (count > 0n) histogram.set(bucket, count);
  }
  return histogram;
}
