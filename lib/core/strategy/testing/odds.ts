import * as fc from "fast-check";
import type { Limits, Odds } from "../chain-cost";

/** Odds of one that always serves, at once and for nothing, but for what is stated. */
export function createOdds(more: Partial<Odds>): Odds {
  return { served: 1, fellBack: 0, ended: 0, servedCost: 0, failedCost: 0, serveMs: 0, failMs: 0, ...more };
}

const cost = fc.nat(20);
// Whole milliseconds, so that no sum of them rounds.
const duration = fc.nat(10);

/** Any chances between 0 and 1; small numbers, so that ties and limits are met often. */
export const anyOdds: fc.Arbitrary<Odds> = fc
  .record({
    served: fc.integer({ min: 1, max: 9 }),
    fellBack: fc.integer({ min: 1, max: 9 }),
    ended: fc.integer({ min: 1, max: 9 }),
    servedCost: cost,
    failedCost: cost,
    serveMs: duration,
    failMs: duration,
  })
  .map((odds) => {
    const total = odds.served + odds.fellBack + odds.ended;
    return { ...odds, served: odds.served / total, fellBack: odds.fellBack / total, ended: odds.ended / total };
  });

export const anyLimits: fc.Arbitrary<Limits> = fc.record({
  maxAttempts: fc.option(fc.nat(7)),
  remainingMs: fc.oneof(fc.constant(Infinity), fc.nat(40)),
});
