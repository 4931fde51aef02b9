import { type Pico } from "./money";
import { type Price, priceUsage } from "./price";
import { type Ratio, ratio } from "./ratio";
import type { Usage } from "./usage";

/** What savings need to know of an attempt. A null cost is unknown; a refused attempt that owes nothing has 0n. */
export type AttemptAmount = { served: boolean; usage: Usage | null; costPico: Pico | null };

/** One call beside its baseline: the same usage at the baseline's price, and all that the call really spent. */
export type Comparison = { baselinePico: Pico; spendPico: Pico };

/**
 * Compares a call with its baseline, or null when it is not comparable: it must have been served with known
 * usage, every amount of it known, failed attempts included, and the baseline priced at that time.
 */
export function findComparison(attempts: readonly AttemptAmount[], baseline: Price | null): Comparison | null {
  const usage = attempts.find((attempt) => attempt.served)?.usage;
  if (!usage || !baseline) return null;
  let spendPico = 0n;
  for (const { costPico } of attempts) {
    if (costPico === null) return null;
    spendPico += costPico;
  }
  return { baselinePico: priceUsage(baseline, usage).costPico, spendPico };
}

/** What the calls of a period add up to. Calls that are served but not comparable are counted, never summed. */
export type SavingsSums = {
  comparable: number;
  notComparable: number;
  baselinePico: Pico;
  comparableSpendPico: Pico;
  /** What calls that were not served cost, as far as it is known: the baseline is not asked to have lost them as well. */
  unservedSpendPico: Pico;
};

export type Savings = SavingsSums & {
  /** Negative when the profile cost more than its baseline; null when there was nothing to compare. */
  savingsPico: Pico | null;
  /** Savings over the baseline's cost, such as 4565/10000; null without a baseline cost. */
  ofBaseline: Ratio | null;
};

/** Savings against the baseline. Sums of parts give the parts' savings added up, so days add up to their month. */
export function computeSavings(sums: SavingsSums): Savings {
  const hasSomething = sums.comparable > 0 || sums.unservedSpendPico !== 0n;
  const savingsPico = hasSomething ? sums.baselinePico - sums.comparableSpendPico - sums.unservedSpendPico : null;
  const hasBaseline = savingsPico !== null && sums.baselinePico > 0n;
  return { ...sums, savingsPico, ofBaseline: hasBaseline ? ratio(savingsPico, sums.baselinePico) : null };
}
