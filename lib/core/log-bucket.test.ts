import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHistogram, type Histogram, logBucket, middleOfBucket, parseHistogram, percentileOf } from "./log-bucket";

const LARGEST = 2 ** 31 - 1;
const value = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: LARGEST }));
const count = (values: readonly number[]) => {
  const histogram = new Map<number, bigint>();
  for (const one of values) histogram.set(logBucket(one), (histogram.get(logBucket(one)) ?? 0n) + 1n);
  return histogram;
};

/** What a database makes of several. */
const sum = (...histograms: Histogram[]) => {
  const numbers = histograms.map((histogram) => {
    const [digits = "", exponent = "0"] = formatHistogram(histogram).split("e");
    return BigInt(digits) * 10n ** BigInt(exponent);
  });
  return parseHistogram(String(numbers.reduce((a, b) => a + b, 0n)));
};

describe("a bucket", () => {
  it("of a greater value is no lower one", () => {
    fc.assert(fc.property(value, value, (a, b) => {
      expect(Math.sign(logBucket(a) - logBucket(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
    }));
  });

  it("has a middle within 1% of every value in it", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: LARGEST }), (one) => {
      expect(Math.abs(middleOfBucket(logBucket(one)) / one - 1)).toBeLessThan(0.0101);
    }));
  });

  it("begins exactly where it should, for every whole number beside a power of 1.02", () => {
    // 102^n / 100^n, in whole numbers.
    for (let n = 1, above = 102n, below = 100n; above / below < BigInt(LARGEST); n++, above *= 102n, below *= 100n) {
      const last = Number(above / below);
      expect([n, logBucket(last) <= n, logBucket(last + 1) > n]).toEqual([n, true, true]);
    }
  });

  it("is the first for what is nothing, and the last for what no integer holds", () => {
    expect([logBucket(0), logBucket(0.5), logBucket(-3), logBucket(1)]).toEqual([0, 0, 0, 1]);
    expect(logBucket(1e300)).toBe(logBucket(LARGEST));
    expect(logBucket(LARGEST)).toBeLessThan(1_100);
  });
});

describe("a percentile", () => {
  it("is within 1% of that of the values, also of histograms that were added up", () => {
    fc.assert(fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), fc.array(value, { maxLength: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (some, others, share) => {
      const merged = sum(count(some), count(others));
      const sorted = [...some, ...others].sort((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0;
      expect(Math.abs((percentileOf(merged, share) ?? NaN) - exact)).toBeLessThanOrEqual(0.0101 * exact);
    }));
  });

  it("of nothing is not known", () => {
    expect(percentileOf(new Map(), 0.5)).toBeNull();
    expect(percentileOf(new Map([[3, 0n]]), 0.5)).toBeNull();
  });
});

describe("a histogram as a number", () => {
  const histograms: fc.Arbitrary<Histogram> = fc.array(fc.tuple(fc.nat({ max: 1_090 }), fc.bigInt({ min: 1n, max: 10n ** 12n - 1n })), { maxLength: 8 }).map((entries) => new Map(entries));

  it("is read back as it was", () => {
    fc.assert(fc.property(histograms, (histogram) => {
      expect(parseHistogram(formatHistogram(histogram))).toEqual(new Map(histogram));
      expect(sum(histogram)).toEqual(new Map(histogram));
    }));
  });

  it("keeps a million million of one duration apart from the next bucket", () => {
    const most = 10n ** 12n - 1n;
    expect(sum(new Map([[5, most - 1n]]), new Map([[5, 1n], [6, 2n]]))).toEqual(new Map([[5, most], [6, 2n]]));
  });
});
