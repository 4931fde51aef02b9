import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CAUSES, type Cause } from "../outcome";
import { expectedCostUntilServed, NO_LIMITS } from "./chain-cost";
import { smoothChances } from "./chances";
import { afterDomainFailure, domainDownChance, DOMAIN_DOWN, isDomainCause, reorderAfterFailures, type DomainFailure } from "./domain";
import { orderByExpectedCost } from "./expected-cost";
import { anyOdds, createOdds } from "./testing/odds";

// Far enough apart that rounding cannot turn them round.
const anyChance = fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1_000);
const failure = (failureDomain: string, fellBack: number, cause: Cause = "server_error"): DomainFailure => ({ failureDomain, fellBack, cause });

describe("the chance that a domain is down", () => {
  it("is the prior while nothing failed", () => {
    expect(domainDownChance([])).toBe(DOMAIN_DOWN);
  });

  it("rises most with the failure of one that hardly ever fails, and more with every other one", () => {
    expect(domainDownChance([{ fellBack: 0.02 }])).toBeCloseTo(0.015 / (0.015 + 0.985 * 0.02), 12);
    expect(domainDownChance([{ fellBack: 0.02 }])).toBeGreaterThan(0.4);
    expect(domainDownChance([{ fellBack: 0.5 }])).toBeLessThan(0.03);
    expect(domainDownChance([{ fellBack: 0.02 }, { fellBack: 0.02 }])).toBeGreaterThan(0.97);
  });

  it("rises with the prior, falls with the failed one's own chance to fall back, and stays a chance", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyChance, { minLength: 2, maxLength: 2 }), anyChance, (pair, other) => {
        const [low = 0, high = 0] = pair.toSorted((a, b) => a - b);
        expect(domainDownChance([{ fellBack: other }], low)).toBeLessThanOrEqual(domainDownChance([{ fellBack: other }], high));
        expect(domainDownChance([{ fellBack: low }], other)).toBeGreaterThanOrEqual(domainDownChance([{ fellBack: high }], other));
        expect(domainDownChance([{ fellBack: low }], other)).toBeGreaterThan(other);
        expect(domainDownChance([{ fellBack: low }], other)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([[0, 0, 0], [0.5, 0, 1], [0, 0.5, 0], [0.5, 1, 0.5], [1, 0, 1]])("for prior %d and a chance to fall back of %d is %d", (prior, fellBack, down) => {
    expect(domainDownChance([{ fellBack }], prior)).toBe(down);
  });
});

describe("the odds of the others in the domain", () => {
  it("stay chances that sum to 1, with more falling back the likelier the domain was down before", () => {
    fc.assert(
      fc.property(anyOdds, anyChance, anyChance, anyChance, (odds, fellBack, one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((prior) => afterDomainFailure(odds, [{ fellBack }], prior));
        expect((low?.served ?? 0) + (low?.fellBack ?? 0) + (low?.ended ?? 0)).toBeCloseTo(1, 12);
        expect(low?.fellBack).toBeGreaterThan(odds.fellBack);
        expect(high?.fellBack).toBeGreaterThanOrEqual(low?.fellBack ?? NaN);
        expect(high?.served).toBeLessThanOrEqual(low?.served ?? NaN);
      }),
    );
  });

  // Two tiers in one domain that is down 1% of the time, and a third elsewhere: conditioned on the domain, then mixed.
  it("agree with the closed form of a shared outage", () => {
    const [first, second, third] = [0.03, 0.05, 0.01].map((fellBack) => createOdds({ served: 1 - fellBack, fellBack }));
    if (!first || !second || !third) throw new Error("three tiers");
    const firstFails = 0.01 + 0.99 * first.fellBack;
    const bothFail = firstFails * afterDomainFailure(second, [first], 0.01).fellBack;
    expect(bothFail * third.served).toBeCloseTo(0.0113702, 6);
    // Serving is worth 1 and all else is free, so that the expected cost is the chance that nobody serves.
    expect(firstFails * expectedCostUntilServed([afterDomainFailure(second, [first], 0.01), third], 1)).toBeCloseTo(1.1485e-4, 9);
  });

  it("take a second failure into account as if both had been seen at once", () => {
    const [a, b, c] = [0.03, 0.05, 0.1].map((fellBack) => createOdds({ served: 1 - fellBack, fellBack }));
    if (!a || !b || !c) throw new Error("three endpoints");
    const allFail = DOMAIN_DOWN + (1 - DOMAIN_DOWN) * 0.03 * 0.05 * 0.1;
    const twoFail = DOMAIN_DOWN + (1 - DOMAIN_DOWN) * 0.03 * 0.05;
    expect(afterDomainFailure(c, [a, b]).fellBack).toBeCloseTo(allFail / twoFail, 12);
  });
});

describe("the order after a failure", () => {
  const healthy = smoothChances({ served: 1_000, fellBack: 10, ended: 0 });
  const mate = { odds: createOdds({ ...healthy, servedCost: 10, failedCost: 1 }), failureDomain: "openai" };
  const dearer = { odds: createOdds({ ...healthy, servedCost: 11, failedCost: 1 }), failureDomain: "anthropic" };
  const dearest = { odds: createOdds({ ...healthy, servedCost: 90, failedCost: 1 }), failureDomain: "groq" };
  const unknown = { odds: null, failureDomain: "openai" };
  const reorder = (failures: DomainFailure[], rest = [unknown, mate, dearest, dearer]) => reorderAfterFailures(rest, failures, 100, NO_LIMITS);

  it("puts a domain mate behind another that is hardly dearer", () => {
    expect(reorder([])).toEqual([1, 3, 2, 0]);
    expect(reorder([failure("openai", 0.01)])).toEqual([3, 1, 2, 0]);
  });

  it("leaves a domain mate first that is still the best", () => {
    expect(reorder([failure("openai", 0.01)], [mate, dearest])).toEqual([0, 1]);
    expect(reorder([failure("openai", 0.6)])).toEqual([1, 3, 2, 0]);
  });

  it("puts a domain mate last once two of its domain have failed", () => {
    expect(reorder([failure("openai", 0.01), failure("openai", 0.01)], [mate, dearest])).toEqual([1, 0]);
  });

  it("still knows of the first failure after a second one elsewhere", () => {
    expect(reorder([failure("openai", 0.01), failure("groq", 0.01)])).toEqual([3, 1, 2, 0]);
  });

  it("does not judge a domain by what says nothing of it", () => {
    for (const cause of CAUSES) {
      expect(reorder([failure("openai", 0.01, cause)])).toEqual(isDomainCause(cause) ? [3, 1, 2, 0] : [1, 3, 2, 0]);
    }
    expect(CAUSES.filter(isDomainCause)).toEqual(["overloaded", "server_error", "timeout_connect", "timeout_first_token", "network"]);
  });

  it("is that of the odds alone where only other domains failed", () => {
    fc.assert(
      fc.property(fc.array(anyOdds, { maxLength: 6 }), fc.nat(100), anyChance, (odds, worth, fellBack) => {
        const rest = odds.map((each) => ({ odds: each, failureDomain: "here" }));
        expect(reorderAfterFailures(rest, [failure("elsewhere", fellBack)], worth, NO_LIMITS)).toEqual(orderByExpectedCost(odds, worth, NO_LIMITS));
      }),
    );
  });
});
