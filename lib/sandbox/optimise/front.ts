import type { Label } from "./label";

/** Differences of this part are rounding, not cost. */
const ROUNDING = 1e-12;
/** A part of the unserved calls that is no better availability: below what floating point can tell after many products. */
const SAME_UNSERVED = 1e-9;
/** One call in a billion: whoever loses fewer than that is as available as who loses none. */
const NONE_UNSERVED = 1e-9;

/** What profiles are compared by: effective cost in any unit, the unserved share, and the number of tiers. */
export type Standing = { cost: number; unserved: number; tiers: number };

/** Spend for each mean call's tokens that were served; Infinity where none were. */
export function costOf({ spendUsd, unservedTokens }: Pick<Label, "spendUsd" | "unservedTokens">): number {
  return unservedTokens < 1 ? spendUsd / (1 - unservedTokens) : Infinity;
}

export function standingOf(label: Label): Standing {
  return { cost: costOf(label), unserved: label.unserved, tiers: label.tiers };
}

/** Cheaper first; equally cheap ones by availability, then by fewer tiers. */
export function compareStandings(a: Standing, b: Standing): number {
  if (!isSame(a.cost, b.cost, ROUNDING)) return a.cost - b.cost;
  if (isMoreAvailable(a, b) || isMoreAvailable(b, a)) return a.unserved - b.unserved;
  return a.tiers - b.tiers;
}

/**
 * The Pareto front of effective cost against availability, ascending in both: who is left when everybody goes who is
 * neither cheaper nor more available than some other one. Of equals, the one with the fewest tiers. Exact but for one
 * call in a billion.
 */
export function frontOf<T>(items: readonly T[], standing: (item: T) => Standing): T[] {
  const sorted = items.map((item) => ({ item, at: standing(item) })).filter(({ at }) => at.cost < Infinity);
  sorted.sort((a, b) => a.at.cost - b.at.cost || a.at.unserved - b.at.unserved || a.at.tiers - b.at.tiers);
  const front: { item: T; at: Standing }[] = [];
  for (const each of sorted) {
    const last = front.at(-1);
    if (last && !isMoreAvailable(each.at, last.at) && !isSimplerEqual(each.at, last.at)) continue;
    // Sorted by the last digit of the cost, the better of two that cost the same may come second.
    if (last && isSame(each.at.cost, last.at.cost, ROUNDING)) front.pop();
    front.push(each);
  }
  return front.map(({ item }) => item);
}

/** Whether the first makes the second needless: as cheap and as available at least. */
export function dominates(a: Standing, b: Standing): boolean {
  return compareStandings(a, b) <= 0 && !isMoreAvailable(b, a);
}

function isMoreAvailable(a: Standing, b: Standing): boolean {
  return Math.max(a.unserved, NONE_UNSERVED) < b.unserved * (1 - SAME_UNSERVED);
}

function isSimplerEqual(a: Standing, b: Standing): boolean {
  return isSame(a.cost, b.cost, ROUNDING) && !isMoreAvailable(b, a) && a.tiers < b.tiers;
}

function isSame(a: number, b: number, part: number): boolean {
  return a === b || Math.abs(a - b) <= part * Math.max(Math.abs(a), Math.abs(b));
}
