import type { Cause, Outcome } from "@/lib/core/outcome";
import type { Pico } from "@/lib/core/money";
import type { PeriodSums, TierSums } from "@/lib/core/warc";
import { usageTokens } from "@/lib/core/usage";
import type { WalkedAttempt, WalkedCall } from "./walk-recorded";

/** Durations kept for percentiles: beyond, every second one is let go, so that what is kept lies evenly. */
const MOST_TIMES = 65_536;

type TierTally = { sums: TierSums; attempts: number; failed: Map<Cause, number>; skipped: number };

/** Adds calls up as reports do: whole numbers, and amounts to the last pico. */
export class Tally {
  calls = 0;
  served = 0;
  failed = 0;
  byPrimary = 0;
  attempts = 0;
  unknown = 0;
  /** Of those, at endpoints that were not asked then: nothing of what they would have cost is known. */
  unknownDrawn = 0;
  wastePico: Pico = 0n;
  abortedPico: Pico = 0n;
  readonly tiers = new Map<string, TierTally>();
  readonly firstTokenMs = new Times();
  readonly wholeMs = new Times();

  add(call: WalkedCall, nameOf: (endpointId: string) => string): void {
    this.calls += 1;
    if (call.outcome === "served") this.served += 1;
    if (call.outcome === "failed") this.failed += 1;
    if (call.isByPrimary) this.byPrimary += 1;
    for (const attempt of call.attempts) this.addAttempt(attempt, call, nameOf(attempt.endpointId));
    if (call.outcome !== "served" || call.firstTokenMs === null) return;
    this.firstTokenMs.add(call.firstTokenMs);
    this.wholeMs.add(call.wholeMs);
  }

  tierOf(tier: number, endpoint: string): TierTally {
    const key = `${tier} ${endpoint}`;
    let found = this.tiers.get(key);
    if (!found) {
      const sums = { tier, endpoint, served: 0, servedKnown: 0, tokens: 0n, costPico: 0n, primaryCostPico: 0n, primaryKnown: 0 };
      found = { sums, attempts: 0, failed: new Map(), skipped: 0 };
      this.tiers.set(key, found);
    }
    return found;
  }

  sums(): PeriodSums {
    return {
      tiers: [...this.tiers.values()].map(({ sums }) => sums).sort((a, b) => a.tier - b.tier),
      wastePico: this.wastePico, abortedPico: this.abortedPico, unserved: this.calls - this.served, attempts: this.attempts, unknownAmounts: this.unknown,
    };
  }

  private addAttempt({ tier, outcome, cause, usage, costPico, isReplayed }: WalkedAttempt, { primaryCostPico }: WalkedCall, endpoint: string): void {
    const row = this.tierOf(tier, endpoint);
    this.attempts += 1;
    row.attempts += 1;
    if (cause !== null) row.failed.set(cause, (row.failed.get(cause) ?? 0) + 1);
    if (costPico === null) this.unknown += 1;
    if (costPico === null && !isReplayed) this.unknownDrawn += 1;
    if (outcome === "served") addServed(row.sums, usage === null ? 0 : usageTokens(usage), costPico, primaryCostPico);
    else this.addUnserved(outcome, costPico ?? 0n);
  }

  private addUnserved(outcome: Exclude<Outcome, "served">, costPico: Pico): void {
    if (outcome === "failed") this.wastePico += costPico;
    else this.abortedPico += costPico;
  }
}

function addServed(sums: TierSums, tokens: number, costPico: Pico | null, primaryCostPico: Pico | null): void {
  sums.served += 1;
  if (costPico === null) return;
  sums.servedKnown += 1;
  sums.tokens += BigInt(tokens);
  sums.costPico += costPico;
  if (primaryCostPico === null) return;
  sums.primaryCostPico += primaryCostPico;
  sums.primaryKnown += 1;
}

/** Durations in milliseconds, of which a bounded part is kept. */
export class Times {
  private kept: number[] = [];
  private step = 1;
  private seen = 0;
  private totalMs = 0;

  add(ms: number): void {
    this.totalMs += ms;
    if (this.seen % this.step === 0) this.kept.push(ms);
    this.seen += 1;
    if (this.kept.length < MOST_TIMES) return;
    this.kept = this.kept.filter((_, index) => index % 2 === 0);
    this.step *= 2;
  }

  timing(): { meanMs: number; p50Ms: number; p95Ms: number } | null {
    if (this.seen === 0) return null;
    const ascending = [...this.kept].sort((a, b) => a - b);
    const at = (share: number) => ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0;
    return { meanMs: this.totalMs / this.seen, p50Ms: at(0.5), p95Ms: at(0.95) };
  }
}
