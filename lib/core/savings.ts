import { type Pico } from "./money";
import { type Ratio, ratio } from "./ratio";

/** What decides whether a call can be held against its baseline. Amounts are pico-USD, null is unknown. */
export type ComparedCall = {
  served: boolean;
  /** Of every attempt, failed ones included; a refused attempt that owes nothing has 0n. */
  costsPico: readonly (Pico | null)[];
  /** The same usage at the baseline's price then; null without a baseline, a price or usage. */
  baselinePico: Pico | null;
};

/** Served, every amount of it known, and the baseline priced. Other calls are counted, never taken as zero. */
export function isComparable({ served, costsPico, baselinePico }: ComparedCall): boolean {
  return served && baselinePico !== null && !costsPico.includes(null);
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
