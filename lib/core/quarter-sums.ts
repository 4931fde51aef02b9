/** Amounts by quarter-hour, and their sum over the stretch that was asked for last, kept up to date. */
export class QuarterSums {
  private readonly byQuarter = new Map<number, bigint>();
  private kept: { fromMs: number; toMs: number; sum: bigint } | null = null;

  add(quarterMs: number, amount: bigint): void {
    if (amount === 0n) return;
    const sum = this.at(quarterMs) + amount;
    if (sum === 0n) this.byQuarter.delete(quarterMs);
    else this.byQuarter.set(quarterMs, sum);
    if (this.kept && quarterMs >= this.kept.fromMs && quarterMs < this.kept.toMs) this.kept.sum += amount;
  }

  at(quarterMs: number): bigint {
    return this.byQuarter.get(quarterMs) ?? 0n;
  }

  quarters(): Iterable<number> {
    return this.byQuarter.keys();
  }

  /** Of a half-open stretch. */
  sumIn(fromMs: number, toMs: number): bigint {
    if (this.kept?.fromMs === fromMs && this.kept.toMs === toMs) return this.kept.sum;
    let sum = 0n;
    for (const [quarterMs, amount] of this.byQuarter) if (quarterMs >= fromMs && quarterMs < toMs) sum += amount;
    this.kept = { fromMs, toMs, sum };
    return sum;
  }

  /** All amounts from a quarter-hour on, in place of those that were there. */
  replaceFrom(sinceMs: number, sums: Iterable<readonly [quarterMs: number, amount: bigint]>): void {
    this.forget((quarterMs) => quarterMs >= sinceMs);
    for (const [quarterMs, amount] of sums) if (quarterMs >= sinceMs) this.add(quarterMs, amount);
  }

  forgetBefore(beforeMs: number): void {
    this.forget((quarterMs) => quarterMs < beforeMs);
  }

  private forget(isForgotten: (quarterMs: number) => boolean): void {
    for (const [quarterMs, amount] of this.byQuarter) if (isForgotten(quarterMs)) this.add(quarterMs, -amount);
  }
}
