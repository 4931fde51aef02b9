import { logBucket, percentileOf, type Histogram } from "@/lib/core/log-bucket";
import type { Timing } from "../result";

/** More than any number of milliseconds is in. */
const BUCKETS = 1_100;

/** Durations in logarithmic buckets, as the ledger keeps them, and their sum. */
export class LogHistogram {
  private readonly counts = new Uint32Array(BUCKETS);
  private sumMs = 0;
  private count = 0;

  add(ms: number): void {
    const bucket = logBucket(ms);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.sumMs += ms;
    this.count += 1;
  }

  addAll(other: LogHistogram): void {
    for (const [bucket, count] of other.counts.entries()) this.counts[bucket] = (this.counts[bucket] ?? 0) + count;
    this.sumMs += other.sumMs;
    this.count += other.count;
  }

  /** null without any. */
  timing(): Timing | null {
    const histogram: Histogram = new Map([...this.counts.entries()].filter(([, count]) => count > 0).map(([bucket, count]) => [bucket, BigInt(count)]));
    const [p50Ms, p95Ms] = [percentileOf(histogram, 0.5), percentileOf(histogram, 0.95)];
    return p50Ms === null || p95Ms === null ? null : { meanMs: this.sumMs / this.count, p50Ms, p95Ms };
  }
}
