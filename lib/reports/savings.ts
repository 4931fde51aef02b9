import type { Pico } from "@/lib/core/money";
import { findPriceInForce, type Price } from "@/lib/core/price";
import { listPricePeriods } from "@/lib/core/price-periods";
import type { Db } from "@/lib/db";
import { listPrices, type PriceInForce } from "./prices";
import { addSpans, costWithoutCache, exactly, lessSpan, repriceUnits, type Span } from "./reprice";
import { listOwnBaselinePrices, type PickedBaseline } from "./savings-baselines";
import { listSavingsRows, type SavingsRow } from "./savings-rows";
import type { Scope } from "./scope";

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
  /** The tiers that served less the baseline, both as if all that they read had been plain input. */
  tierChoicePico: Pico;
  /** What caches took off (writing to them: added) at the tiers that served, less what they would have at the baseline. */
  cachePico: Pico;
  /** Attempts of the same calls that did not serve. */
  wastePico: Pico;
  /**
   * These steps in one where sums do not tell them apart: of comparable calls beside such that are not, and tier choice
   * and cache against a baseline whose price has steps. What it lacks in being exact, the baseline has: their sum is exact.
   */
  unsplit: Span;
  /** Attempts of calls that were not served: the baseline is not asked to have lost them as well. */
  unservedPico: Pico;
  actualPico: Pico;
  /** Null when there was nothing to compare and nothing was lost. */
  savings: Span | null;
};

export type Savings = { total: SavingsFigures; profiles: (SavingsFigures & { profileId: string })[] };

/** @param picked null is each profile's own baseline, as its cost was recorded with every call */
export async function getSavings(db: Db, scope: Scope, picked: PickedBaseline | null): Promise<Savings> {
  const own = await listOwnBaselinePrices(db, scope.teamId);
  const starts = [...own.values(), picked?.prices ?? []].flatMap(listPricePeriods).map(({ from }) => from);
  const priceStarts = [...new Map(starts.map((start) => [start.getTime(), start])).values()].sort((a, b) => a.getTime() - b.getTime());
  const rows = await listSavingsRows(db, scope, { priceStarts, recordedVersionIds: picked && picked.recordedVersionIds });
  const charged = await listPrices(db, scope.teamId, [...new Set(rows.flatMap((row) => (row.part === "served" ? (row.priceId ?? []) : [])))]);
  const figures = rows.map((row) => {
    const prices = row.isRecorded ? own.get(row.ownBaselineId ?? "") : picked?.prices;
    const since = priceStarts[row.slot - 1];
    const price = since ? (findPriceInForce(prices ?? [], since)?.price ?? null) : null;
    return { profileId: row.profileId, ...figuresOf(row, price, charged) };
  });
  const profileIds = [...new Set(rows.map(({ profileId }) => profileId))].sort();
  const profiles = profileIds.map((profileId) => ({ profileId, ...addFigures(figures.filter((row) => row.profileId === profileId)) }));
  return { total: addFigures(profiles), profiles };
}

type Figures = Omit<SavingsFigures, "actualPico" | "savings">;

const NOTHING: Figures = {
  comparable: 0, notComparable: 0, untold: 0, baseline: exactly(0n), tierChoicePico: 0n, cachePico: 0n, wastePico: 0n,
  unsplit: exactly(0n), unservedPico: 0n,
};

/** Sums of parts, so that a total's steps are its profiles' steps added up. */
function addFigures(parts: readonly Figures[]): SavingsFigures {
  const sum = parts.reduce((all, part): Figures => ({
    comparable: all.comparable + part.comparable,
    notComparable: all.notComparable + part.notComparable,
    untold: all.untold + part.untold,
    baseline: addSpans(all.baseline, part.baseline),
    tierChoicePico: all.tierChoicePico + part.tierChoicePico,
    cachePico: all.cachePico + part.cachePico,
    wastePico: all.wastePico + part.wastePico,
    unsplit: addSpans(all.unsplit, part.unsplit),
    unservedPico: all.unservedPico + part.unservedPico,
  }), NOTHING);
  // The low end of the one goes with the high end of the other.
  const actualPico = sum.baseline.lowPico + sum.unsplit.highPico + sum.tierChoicePico + sum.cachePico + sum.wastePico + sum.unservedPico;
  const hasSomething = sum.comparable > 0 || sum.unservedPico !== 0n;
  const savings = hasSomething ? { lowPico: sum.baseline.lowPico - actualPico, highPico: sum.baseline.highPico - actualPico } : null;
  return { ...sum, actualPico, savings };
}

/** What one row of sums adds to the figures. @param price of the baseline, in force then */
function figuresOf(row: SavingsRow, price: Price | null, charged: readonly PriceInForce[]): Figures {
  const isPriced = row.isRecorded || price !== null;
  switch (row.part) {
    case "calls":
      return ofCalls(row, price, isPriced);
    case "served":
      return isPriced ? ofServed(row, price, charged) : NOTHING;
    case "waste":
      return isPriced ? { ...NOTHING, wastePico: row.costPico } : NOTHING;
    case "unserved":
      return { ...NOTHING, unservedPico: row.costPico };
  }
}

/** A recorded baseline cost is known here; any other comes with the served attempts, as their own cost does. */
function ofCalls(row: SavingsRow & { part: "calls" }, price: Price | null, isPriced: boolean): Figures {
  const { kind, calls, known, comparable, spendPico, baselinePico, isRecorded } = row;
  if (!isPriced) return { ...NOTHING, notComparable: calls };
  if (kind === "pooled") return { ...NOTHING, comparable: calls };
  if (kind === "whole") {
    const whole = { ...NOTHING, comparable: calls, wastePico: spendPico };
    if (!isRecorded) return whole;
    const less = hasOnePrice(price) ? { tierChoicePico: -baselinePico } : { unsplit: exactly(-baselinePico) };
    return { ...whole, baseline: exactly(baselinePico), ...less };
  }
  if (!isRecorded) return { ...NOTHING, untold: known, notComparable: calls - known };
  return {
    ...NOTHING, comparable, notComparable: calls - comparable,
    baseline: exactly(baselinePico), unsplit: exactly(spendPico - baselinePico),
  };
}

/** The waste of a `whole` cell is what its calls cost less what their served attempts did. */
function ofServed(row: SavingsRow & { part: "served" }, price: Price | null, charged: readonly PriceInForce[]): Figures {
  const { kind, costPico, units, priceId, priceStep, isRecorded } = row;
  const served = { ...NOTHING, wastePico: kind === "whole" ? -costPico : 0n };
  const baseline = isRecorded || !price ? exactly(0n) : repriceUnits(units, price);
  if (!hasOnePrice(price)) return { ...served, baseline, unsplit: lessSpan(costPico, baseline) };
  const own = charged.find(({ id }) => id === priceId);
  const withoutCachePico = own ? costWithoutCache(units, own.price, priceStep) : costPico;
  const cacheAtBaselinePico = repriceUnits(units, price).lowPico - costWithoutCache(units, price, 0);
  return {
    ...served,
    baseline,
    tierChoicePico: withoutCachePico - baseline.lowPico + cacheAtBaselinePico,
    cachePico: costPico - withoutCachePico - cacheAtBaselinePico,
  };
}

/** Whether sums of units tell what they cost, whatever the prompts were. */
function hasOnePrice(price: Price | null): price is Price {
  return price !== null && price.steps.length === 0;
}
