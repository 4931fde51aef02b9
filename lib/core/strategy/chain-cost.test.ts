import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedCostUntilServed, NO_LIMITS, type Limits, type Odds } from "./chain-cost";
import { anyLimits, anyOdds, createOdds } from "./testing/odds";

/** The same by going through everything that may happen: each candidate, if asked, serves, falls back or ends the call. */
function playOut(order: readonly Odds[], worth: number, limits: Limits): number {
  let total = 0;
  for (let fate = 0; fate < 3 ** order.length; fate += 1) {
    let [chance, cost, attempts, spentMs, isOpen, isServed] = [1, 0, 0, 0, true, false];
    for (const [index, odds] of order.entries()) {
      const outcome = Math.floor(fate / 3 ** index) % 3;
      chance *= [odds.served, odds.fellBack, odds.ended][outcome] ?? 0;
      if (!isOpen || spentMs + odds.serveMs > limits.remainingMs) continue;
      if (limits.maxAttempts !== null && attempts >= limits.maxAttempts) continue;
      attempts += 1;
      spentMs += odds.failMs;
      cost += outcome === 0 ? odds.servedCost : odds.failedCost;
      isServed = outcome === 0;
      isOpen = outcome === 1;
    }
    total += chance * (cost + (isServed ? 0 : worth));
  }
  return total;
}

describe("the expected cost of a chain", () => {
  it("is the mean over everything that may happen, with limits and without", () => {
    fc.assert(
      fc.property(fc.array(anyOdds, { maxLength: 5 }), fc.nat(100), anyLimits, (order, worth, limits) => {
        expect(expectedCostUntilServed(order, worth)).toBeCloseTo(playOut(order, worth, NO_LIMITS), 8);
        expect(expectedCostUntilServed(order, worth, limits)).toBeCloseTo(playOut(order, worth, limits), 8);
      }),
    );
  });

  it("agrees with the closed form of three independent tiers", () => {
    const tiers = [
      createOdds({ served: 0.97, fellBack: 0.03, servedCost: 0.0042, failedCost: 0.0008 }),
      createOdds({ served: 0.95, fellBack: 0.05, servedCost: 0.0061, failedCost: 0.001 }),
      createOdds({ served: 0.99, fellBack: 0.01, servedCost: 0.0118 }),
    ];
    const served = 0.97 * 0.0042 + 0.03 * 0.95 * 0.0061 + 0.03 * 0.05 * 0.99 * 0.0118;
    const wasted = 0.03 * 0.0008 + 0.03 * 0.05 * 0.001;
    expect(served).toBeCloseTo(0.004265373, 9);
    expect(expectedCostUntilServed(tiers, 0)).toBeCloseTo(served + wasted, 12);
    expect(expectedCostUntilServed(tiers, 1)).toBeCloseTo(served + wasted + 0.03 * 0.05 * 0.01, 12);
  });

  it("counts a call that an attempt ends as lost, whoever stands behind it", () => {
    const ends = createOdds({ served: 0, ended: 1, failedCost: 3 });
    expect(expectedCostUntilServed([ends, createOdds({ servedCost: 1 })], 10)).toBe(13);
  });

  it("is what the call was worth when there is nobody to ask", () => {
    expect(expectedCostUntilServed([], 7)).toBe(7);
  });
});
