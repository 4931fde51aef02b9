import type { Pico } from "@/lib/core/money";
import type { Db } from "@/lib/db";
import { listPrices } from "./prices";
import type { PickedBaseline } from "./savings-baselines";
import { listSavingsRows, type SavingsRow } from "./savings-rows";
import { addSpans, costWithoutCache, exactly, lessSpan, repriceUnits, type Span } from "./reprice";
import type { Scope } from "./scope";
import type { PriceInForce } from "./prices";

/**
 * Savings against a baseline, and the steps from its cost to what was spent. Each is what it adds, so that
 * baseline + tierChoice + cache + waste + unsplit + unserved = actual, and baseline − actual = savings, to the last digit.
 */
export type SavingsFigures = {
  /** Calls that are held against the baseline: served, every amount known, the baseline priced. */
  comparable: number;
  /** Served calls that are not: an amount or the baseline's price is unknown. */
  notComparable: number;
  /** Served calls of which all amounts are known, left out since sums do not tell them from calls beside them of which one is not. */
  untold: number;
  /** The same tokens, cached ones included, at the baseline's price as of each call. */
  baseline: Span;
  /** The tiers that served in place of the baseline, as if all that they read had been input. */
  tierChoice: Span;
  /** What reading from caches took off at the tiers that served, and writing to them added. */
  cachePico: Pico;
  /** Attempts of the same calls that did not serve. */
  wastePico: Pico;
  /** Tier choice, cache and waste in one, of comparable calls beside such that are not: sums do not tell their attempts apart. */
  unsplitPico: Pico;
  /** Attempts of calls that were not served: the baseline is not asked to have lost them as well. */
  unservedPico: Pico;
  actualPico: Pico;
  /** Null when there was nothing to compare and nothing was lost. */
  savings: Span | null;
};

export type Savings = { total: SavingsFigures; profiles: (SavingsFigures & { profileId: string })[] };

/** @param baseline null is each profile's own, as it was recorded with every call */
export async function getSavings(db: Db, scope: Scope, baseline: PickedBaseline | null): Promise<Savings> {
  const prices = baseline?.prices ?? [];
  const rows = await listSavingsRows(db, scope, {
    priceStarts: prices.map(({ validFrom }) => validFrom),
    recordedVersionIds: baseline && baseline.recordedVersionIds,
  });
  const charged = await listPrices(db, scope.teamId, [...new Set(rows.flatMap((row) => (row.part === "served" ? (row.priceId ?? []) : [])))]);
  const profileIds = [...new Set(rows.map(({ profileId }) => profileId))].sort();
  const profiles = profileIds.map((profileId) => ({
    profileId,
    ...addFigures(rows.filter((row) => row.profileId === profileId).map((row) => figuresOf(row, prices, charged))),
  }));
  return { total: addFigures(profiles), profiles };
}

type Figures = Omit<SavingsFigures, "actualPico" | "savings">;

const NOTHING: Figures = {
  comparable: 0, notComparable: 0, untold: 0, baseline: exactly(0n), tierChoice: exactly(0n),
  cachePico: 0n, wastePico: 0n, unsplitPico: 0n, unservedPico: 0n,
};

/** Sums of parts, so that a total's steps are its profiles' steps added up. */
export function addFigures(parts: readonly Figures[]): SavingsFigures {
  const sum = parts.reduce((all, part): Figures => ({
    comparable: all.comparable + part.comparable,
    notComparable: all.notComparable + part.notComparable,
    untold: all.untold + part.untold,
    baseline: addSpans(all.baseline, part.baseline),
    tierChoice: addSpans(all.tierChoice, part.tierChoice),
    cachePico: all.cachePico + part.cachePico,
    wastePico: all.wastePico + part.wastePico,
    unsplitPico: all.unsplitPico + part.unsplitPico,
    unservedPico: all.unservedPico + part.unservedPico,
  }), NOTHING);
  // The low end of the baseline goes with the high end of the tier choice: their sum is exact.
  const actualPico = sum.baseline.lowPico + sum.tierChoice.highPico + sum.cachePico + sum.wastePico + sum.unsplitPico + sum.unservedPico;
  const hasSomething = sum.comparable > 0 || sum.unservedPico !== 0n;
  const savings = hasSomething ? { lowPico: sum.baseline.lowPico - actualPico, highPico: sum.baseline.highPico - actualPico } : null;
  return { ...sum, actualPico, savings };
}

/** What one row of sums adds to the figures. A `whole` cell's waste is what its calls cost less its served attempts. */
function figuresOf(row: SavingsRow, prices: readonly PriceInForce[], charged: readonly PriceInForce[]): Figures {
  const isPriced = row.isRecorded || row.slot > 0;
  switch (row.part) {
    case "calls":
      return ofCalls(row, isPriced);
    case "served":
      return isPriced ? ofServed(row, prices, charged) : NOTHING;
    case "waste":
      return isPriced ? { ...NOTHING, wastePico: row.costPico } : NOTHING;
    case "unserved":
      return { ...NOTHING, unservedPico: row.costPico };
  }
}

function ofCalls(row: SavingsRow & { part: "calls" }, isPriced: boolean): Figures {
  const { kind, calls, known, comparable, spendPico, baselinePico, isRecorded } = row;
  if (!isPriced) return { ...NOTHING, notComparable: calls };
  if (kind === "pooled") return { ...NOTHING, comparable: calls };
  if (kind === "whole") {
    const baseline = isRecorded ? exactly(baselinePico) : exactly(0n);
    // Of a recorded baseline it is known here; of another it comes with the served attempts, as their cost does.
    return { ...NOTHING, comparable: calls, wastePico: spendPico, ...(isRecorded ? { baseline, tierChoice: lessSpan(0n, baseline) } : {}) };
  }
  if (!isRecorded) return { ...NOTHING, untold: known, notComparable: calls - known };
  return {
    ...NOTHING, comparable, notComparable: calls - comparable,
    baseline: exactly(baselinePico), unsplitPico: spendPico - baselinePico,
  };
}

function ofServed(row: SavingsRow & { part: "served" }, prices: readonly PriceInForce[], charged: readonly PriceInForce[]): Figures {
  const { kind, costPico, units, priceId, priceStep, isRecorded, slot } = row;
  const own = charged.find(({ id }) => id === priceId);
  const withoutCachePico = own ? costWithoutCache(units, own.price, priceStep) : costPico;
  const picked = prices[slot - 1];
  const baseline = isRecorded || !picked ? exactly(0n) : repriceUnits(units, picked.price);
  return {
    ...NOTHING,
    baseline,
    tierChoice: lessSpan(withoutCachePico, baseline),
    cachePico: costPico - withoutCachePico,
    wastePico: kind === "whole" ? -costPico : 0n,
  };
}
