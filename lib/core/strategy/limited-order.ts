import { attemptCost, mayStart, type Limits, type Odds } from "./chain-cost";

/** What is left to do once some candidates have failed: the expected cost from there, and whom to try first. */
type Course = { cost: number; first: number | null; then: Course | null };

/** Costs closer than this, relatively, are the same: the rounding of sums must not decide between equals. */
const TIE = 1e-12;

/**
 * The order with the least expected cost under limits, by trying them all: the indices of those who get their turn,
 * best first; who would never start is left out. Where costs tie, whom comes first in `odds` goes first.
 *
 * What remains to be paid depends on who has failed, not on the order in which they did, so every set of the failed is
 * worked out once: at most 2^n × n steps for n candidates.
 */
export function orderUnderLimits(odds: readonly Odds[], worth: number, limits: Limits): number[] {
  const known = new Map<number, Course>();
  const best = (failed: number, attempts: number, spentMs: number): Course => {
    const found = known.get(failed);
    if (found) return found;
    let course: Course = { cost: Infinity, first: null, then: null };
    for (const [index, each] of odds.entries()) {
      if (failed & (1 << index) || !mayStart(each, attempts, spentMs, limits)) continue;
      const then = best(failed | (1 << index), attempts + 1, spentMs + each.failMs);
      const cost = attemptCost(each, worth) + each.fellBack * then.cost;
      if (course.first === null || cost < course.cost - Math.abs(course.cost) * TIE) course = { cost, first: index, then };
    }
    // Nobody may start: the call is lost.
    if (course.first === null) course.cost = worth;
    known.set(failed, course);
    return course;
  };
  const order: number[] = [];
  for (let course: Course | null = best(0, 0, 0); course?.first != null; course = course.then) order.push(course.first);
  return order;
}
